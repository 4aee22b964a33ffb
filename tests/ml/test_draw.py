"""Drawn pictures."""

import numpy as np
import pytest

from ml.draw import draw_lesion


def test_the_same_seed_draws_the_same_picture():
    one, other = draw_lesion(11), draw_lesion(11)
    assert np.array_equal(one[0], other[0])
    assert np.array_equal(one[1], other[1])
    assert not np.array_equal(one[0], draw_lesion(12)[0])


@pytest.mark.parametrize("size", [(600, 450), (224, 224), (300, 500)])
def test_any_size(size):
    picture, mask = draw_lesion(3, size)
    assert picture.shape == (size[1], size[0], 3)
    assert picture.dtype == np.uint8
    assert mask.shape == (size[1], size[0])
    assert mask.dtype == bool


@pytest.mark.parametrize("seed", range(10))
def test_the_lesion_is_where_the_mask_says(seed):
    picture, mask = draw_lesion(seed)
    assert 0.04 < mask.mean() < 0.4
    assert picture[mask].mean() < picture[~mask].mean() - 25


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_the_pipeline_finds_the_drawn_lesion(pipeline, seed):
    from ml.metrics import iou
    from tests.ml.conftest import as_file

    picture, mask = draw_lesion(seed)
    result = pipeline.analyse(as_file(picture, "JPEG", quality=92))
    assert iou(result.mask, mask) > 0.8
