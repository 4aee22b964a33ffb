"""The thinned-out lesion measures what the whole one does."""

import numpy as np
import pytest
from PIL import Image

from ml.asymmetry import asymmetry
from ml.border import border_irregularity, hull_of, longest_diameter, perimeter, solidity
from ml.draw import draw_lesion
from ml.lesion_grid import MOST_CELLS, LesionGrid, lesion_grid
from ml.segmentation import mask_at
from tests.ml.shapes import ellipse, rectangle, star

BILINEAR = Image.Resampling.BILINEAR


def test_a_small_mask_stays_as_it_is():
    grid = lesion_grid(np.pad(rectangle(40, 30), 20))
    assert (grid.step, grid.area) == (1, 1200)
    assert grid.cells.all()


def shape_of(grid: LesionGrid) -> dict[str, float]:
    hull, border = hull_of(grid.cells) * grid.step, perimeter(grid.cells) * grid.step
    return {
        "longest_diameter": longest_diameter(hull),
        "perimeter": border,
        "solidity": solidity(grid.area, hull),
        "border_irregularity": border_irregularity(grid.area, border),
    }


@pytest.mark.parametrize(("size", "seed"), [((1200, 900), 0), ((1200, 900), 1), ((1500, 1000), 2), ((4000, 3000), 3)])
def test_every_length_of_a_large_lesion_is_within_little_more_than_one_percent(size, seed):
    drawn = Image.fromarray(draw_lesion(seed, (640, 480))[1].astype(np.float32))
    chances = np.asarray(drawn.resize((160, 160), BILINEAR))  # as soft as the segmenter's answer
    # The pipeline's mask of a large picture has stairs of a few pixels; the lesion is the smooth one.
    mask, smooth = mask_at(chances, *size, 0.5), np.asarray(Image.fromarray(chances).resize(size, BILINEAR)) >= 0.5
    quick, whole = lesion_grid(mask), lesion_grid(smooth, max(size))
    assert whole.step == 1 < quick.step
    assert quick.area == mask.sum() == pytest.approx(whole.area, rel=0.001)
    quick_shape, whole_shape = shape_of(quick), shape_of(whole)
    assert quick_shape.pop("border_irregularity") == pytest.approx(
        whole_shape.pop("border_irregularity"), rel=0.025
    )  # the perimeter's error squared
    assert quick_shape == pytest.approx(whole_shape, rel=0.0125)
    assert asymmetry(quick.cells) == pytest.approx(asymmetry(whole.cells), abs=0.01)


def test_the_grid_is_coarse_enough_to_be_quick():
    grid = lesion_grid(ellipse(1500, 1000))
    assert max(grid.cells.shape) <= MOST_CELLS
    assert grid.step == 10


def test_the_grid_lies_where_the_lesion_lies():
    mask = np.zeros((3000, 3000), bool)
    mask[1000:2000, 400:2400] = True
    grid = lesion_grid(mask)
    rows, columns = np.nonzero(grid.cells)
    assert grid.left + grid.step * (columns + 0.5).mean() == pytest.approx(1400, abs=grid.step / 2)
    assert grid.top + grid.step * (rows + 0.5).mean() == pytest.approx(1500, abs=grid.step / 2)


def test_what_is_too_thin_for_the_coarse_grid_gets_a_finer_one():
    line = np.zeros((2000, 2000), bool)
    line[700, 100:1900] = True
    assert lesion_grid(line).area == 1800
    assert lesion_grid(line).cells.any()
    spikes = star(900, points=40, depth=0.9)
    grid = lesion_grid(spikes)
    assert grid.cells.sum() * grid.step**2 == pytest.approx(spikes.sum(), rel=0.005)


def test_an_empty_mask():
    grid = lesion_grid(np.zeros((900, 1200), bool))
    assert grid.area == 0
    assert not grid.cells.any()
