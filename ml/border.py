"""The lesion's border: how long, how far across, how irregular."""

import numpy as np

# Steps to the neighbours whose crossings are counted; together with their mirror images eight families of lines.
_STEPS = ((0, 1), (1, 2), (1, 1), (2, 1), (1, 0), (2, -1), (1, -1), (1, -2))


def perimeter(mask: np.ndarray) -> float:
    """Length of the lesion's border, by counting how often eight families of parallel lines cross it.

    Counting pixel sides instead would make a circle 27 % too long; this is exact for circles in the limit and
    at most 1.5 % off for straight borders of any direction.

    Args:
        mask: bool (height, width).

    Returns:
        Pixels; 0.0 for an empty mask.

    Source: Cauchy-Crofton formula; Serra 1982, Image Analysis and Mathematical Morphology; weights of
    directions by the angle between their neighbours as in Lehmann and Legland 2012, Insight Journal.
    """
    padded = np.pad(mask, 2).view(np.uint8)
    angles = np.array([np.arctan2(down, right) for down, right in _STEPS]) % np.pi
    order = np.argsort(angles)
    gaps = np.diff(np.append(angles[order], angles[order][0] + np.pi))
    weights = np.empty(len(_STEPS))
    weights[order] = (gaps + np.roll(gaps, 1)) / 2
    length = 0.0
    for (down, right), weight in zip(_STEPS, weights, strict=True):
        height, width = padded.shape[0] - down, padded.shape[1] - abs(right)
        before, after = max(-right, 0), max(right, 0)
        here = padded[:height, before : before + width]
        there = padded[down:, after : after + width]
        length += weight * np.count_nonzero(here != there) / np.hypot(down, right)
    return float(length / 2)


def border_irregularity(area: float, perimeter: float) -> float:
    """Compactness: P^2 / (4 pi A), 1 for a circle and more for every other shape.

    Args:
        area: above 0, in square pixels.
        perimeter: in pixels.

    Returns:
        At least 1.0; what is left of the grid's error below that is cut off.

    Source: Golston, Stoecker, Moss 1992, Comput. Med. Imaging Graph. 16(3), "irregularity index"; bounded by the
    isoperimetric inequality.
    """
    return max(1.0, perimeter**2 / (4 * np.pi * area))


def hull_of(mask: np.ndarray) -> np.ndarray:
    """Corners of the convex hull around the lesion's pixels, their corners included.

    Args:
        mask: bool (height, width).

    Returns:
        float (n, 2) of (x, y); n is 0 for an empty mask.

    Source: two chains, as in Andrew 1979, Information Processing Letters 9(5).
    """
    rows = np.flatnonzero(mask.any(axis=1))
    if rows.size == 0:
        return np.empty((0, 2))
    first = mask[rows].argmax(axis=1)
    last = mask.shape[1] - mask[rows][:, ::-1].argmax(axis=1)
    left, right = _outermost(first, rows, np.minimum), _outermost(last, rows, np.maximum)
    return np.vstack([_bulging(left, -1.0)[::-1], _bulging(right, 1.0)])


def longest_diameter(hull: np.ndarray) -> float:
    """Largest distance between two points of the lesion (maximum Feret diameter).

    Args:
        hull: float (n, 2), what `hull_of` gave: the farthest points lie on it.

    Returns:
        Pixels; 0.0 for an empty mask.

    Source: Feret 1931; Preparata and Shamos 1985, Computational Geometry.
    """
    if len(hull) == 0:
        return 0.0
    return float(np.sqrt(((hull[:, None] - hull[None]) ** 2).sum(axis=-1).max()))


def solidity(area: float, hull: np.ndarray) -> float:
    """Share of its convex hull that the lesion fills: 1 without notches.

    Args:
        area: in square pixels.
        hull: float (n, 2), n at least 3.

    Returns:
        0..1.

    Source: Russ 2016, The Image Processing Handbook, 7th edition, "solidity".
    """
    x, y = hull[:, 0], hull[:, 1]
    return float(min(1.0, area / (abs((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2)))


def _outermost(side: np.ndarray, rows: np.ndarray, outermost: np.ufunc) -> np.ndarray:
    """The corners of one side from top to bottom, float (n, 2); where two rows meet, the outermost of their two."""
    y = np.arange(rows[0], rows[-1] + 2)
    x = np.full(len(y), -outermost.reduce([-np.inf, np.inf]))
    for step in (0, 1):
        at = rows - rows[0] + step
        x[at] = outermost(x[at], side)
    met = np.isfinite(x)
    return np.stack([x[met], y[met]], axis=1)


def _bulging(points: np.ndarray, out: float) -> np.ndarray:
    """The points of a chain that its hull needs; out is 1.0 for a right side, -1.0 for a left one.

    A corner of the hull bulges whatever its neighbours are, so all points that do not bulge can go at once, again and
    again until all do.
    """
    while len(points) > 2:
        before, at, after = points[:-2], points[1:-1], points[2:]
        turn = (at - before)[:, 0] * (after - at)[:, 1] - (at - before)[:, 1] * (after - at)[:, 0]
        keeps = np.concatenate([[True], out * turn > 0, [True]])
        if keeps.all():
            break
        points = points[keeps]
    return points
