"""Connected regions of a mask: one lesion, without holes."""

import numpy as np


def largest_region(mask: np.ndarray) -> np.ndarray:
    """The largest 4-connected region of the mask, its holes filled.

    One picture shows one lesion; specks beside it and reflections on it are the segmenter's mistakes.

    Args:
        mask: bool (height, width).

    Returns:
        bool (height, width); empty for an empty mask.
    """
    regions = label_regions(mask)
    if not mask.any():
        return mask.copy()
    largest = 1 + int(np.argmax(np.bincount(regions.ravel())[1:]))
    return fill_holes(regions == largest)


def fill_holes(mask: np.ndarray) -> np.ndarray:
    """The mask with every background region that does not reach the picture's border added.

    Args:
        mask: bool (height, width).

    Returns:
        bool (height, width).
    """
    around = label_regions(np.pad(~mask, 1, constant_values=True))
    return (around != around[0, 0])[1:-1, 1:-1]


def label_regions(mask: np.ndarray) -> np.ndarray:
    """Numbers the 4-connected regions.

    Args:
        mask: bool (height, width).

    Returns:
        int (height, width): 0 outside, 1..n inside, in the order in which rows meet them.

    Source: run-based two-pass labelling; He, Chao, Suzuki 2008, IEEE Trans. Image Processing 17(5).
    """
    rows, starts, ends = _runs(mask)
    parents = list(range(len(rows)))
    above: list[int] = []
    current: list[int] = []
    row = -1
    for run in range(len(rows)):
        if rows[run] != row:
            above, current = (current if rows[run] == row + 1 else []), []
            row = rows[run]
        current.append(run)
        for other in above:
            if starts[other] < ends[run] and starts[run] < ends[other]:
                parents[_root(parents, run)] = _root(parents, other)
    numbers: dict[int, int] = {}
    regions = np.zeros(mask.shape, int)
    for run in range(len(rows)):
        number = numbers.setdefault(_root(parents, run), len(numbers) + 1)
        regions[rows[run], starts[run] : ends[run]] = number
    return regions


def _runs(mask: np.ndarray) -> tuple[list[int], list[int], list[int]]:
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return rows.tolist(), starts.tolist(), ends.tolist()


def _root(parents: list[int], run: int) -> int:
    while parents[run] != run:
        parents[run] = parents[parents[run]]
        run = parents[run]
    return run
