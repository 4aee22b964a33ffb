"""One lesion without holes."""

import numpy as np

from ml.regions import fill_holes, label_regions, largest_region

DRAWING = """
    ..........
    .####..##.
    .#..#..##.
    .#..#.....
    .####.#...
    ......##..
"""


def read(drawing: str) -> np.ndarray:
    return np.array([[mark == "#" for mark in line.strip()] for line in drawing.split()])


def test_regions_are_numbered_in_reading_order():
    regions = label_regions(read(DRAWING))
    assert regions.max() == 3
    assert regions[1, 1] == regions[4, 4] == 1
    assert regions[1, 7] == 2
    assert regions[5, 7] == regions[4, 6] == 3


def test_diagonal_neighbours_are_apart():
    assert label_regions(np.eye(4, dtype=bool)).max() == 4
    assert label_regions(np.eye(4, dtype=bool)[::-1]).max() == 4


def test_branches_that_meet_below_are_one():
    assert label_regions(read("#.#.#\n#.#.#\n#####")).max() == 1


def test_regions_with_an_empty_row_between_are_apart():
    assert label_regions(read("##\n..\n##")).max() == 2


def test_the_largest_region_is_kept_and_filled():
    kept = largest_region(read(DRAWING))
    assert kept.sum() == 16
    assert kept[2:4, 2:4].all()
    assert not kept[:, 6:].any()


def test_a_bay_that_reaches_the_border_is_no_hole():
    bay = read("###\n#..\n###")
    assert np.array_equal(fill_holes(bay), bay)


def test_an_empty_mask_stays_empty():
    assert not largest_region(np.zeros((5, 5), bool)).any()


def test_a_full_mask_stays_full():
    assert largest_region(np.ones((5, 5), bool)).all()
