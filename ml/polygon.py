"""A polygon as pixels: the way back from `ml.outline`, and what makes a polygon none."""

import numpy as np


def fill_polygon(polygon: np.ndarray, width: int, height: int) -> np.ndarray:
    """The pixels whose centres lie inside; the outline of a mask filled again is that mask, but for its corners.

    Args:
        polygon: float (n, 2), closed, x and y in pixels of the picture, where the first pixel reaches from 0 to 1.
        width: of the picture in pixels.
        height: of the picture in pixels.

    Returns:
        bool (height, width).

    Source: even-odd rule along scan lines; Foley et al. 1990, Computer Graphics, section 3.6.
    """
    toggles = np.zeros((height, width + 1), np.uint8)
    for (x0, y0), (x1, y1) in zip(polygon, np.roll(polygon, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        # rows whose centre lies in [top, bottom): a corner on a centre line counts for one of its two edges
        first, last = (int(np.clip(np.ceil(y - 0.5), 0, height)) for y in sorted((y0, y1)))
        rows = np.arange(first, last)
        crossings = x0 + (rows + 0.5 - y0) * ((x1 - x0) / (y1 - y0))
        columns = np.clip(np.ceil(crossings - 0.5), 0, width).astype(np.int64)
        toggles[rows, columns] ^= 1
    return np.bitwise_xor.accumulate(toggles, axis=1)[:, :width].astype(bool)


def crosses_itself(polygon: np.ndarray) -> bool:
    """Whether two sides that are no neighbours touch, or a side runs back over the one before.

    Args:
        polygon: float (n, 2), closed, no two neighbouring points the same.

    Source: orientation tests; de Berg et al. 2008, Computational Geometry, section 2.1.
    """
    starts, ends = polygon, np.roll(polygon, -1, axis=0)
    count = len(polygon)
    first, second = np.triu_indices(count, 2)
    # the first and the last side are neighbours too
    apart = ~((first == 0) & (second == count - 1))
    first, second = first[apart], second[apart]
    a, b, c, d = starts[first], ends[first], starts[second], ends[second]
    sides = _side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)
    crossing = (sides[0] * sides[1] <= 0) & (sides[2] * sides[3] <= 0) & _boxes_meet(a, b, c, d)
    into, out = starts - np.roll(starts, 1, axis=0), ends - starts
    turning_back = (_cross(into, out) == 0) & ((into * out).sum(axis=1) < 0)
    return bool(crossing.any() or turning_back.any())


def _side(start: np.ndarray, end: np.ndarray, point: np.ndarray) -> np.ndarray:
    return np.sign(_cross(end - start, point - start))


def _cross(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]


def _boxes_meet(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    """Collinear sides pass the orientation tests wherever they lie."""
    low, high, other_low, other_high = np.minimum(a, b), np.maximum(a, b), np.minimum(c, d), np.maximum(c, d)
    return ((low <= other_high) & (other_low <= high)).all(axis=1)
