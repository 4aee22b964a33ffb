"""The lesion's outline as polygons, for drawing over the picture."""

import numpy as np

from ml.lesion_grid import lesion_grid

# A cell lies between four pixel centres. Its number adds 8, 4, 2, 1 for the corners inside the lesion (clockwise from
# top left); its segments join middles of its sides, with the lesion on the right-hand side.
_TOP, _RIGHT, _BOTTOM, _LEFT = (1, 0), (2, 1), (1, 2), (0, 1)
_SEGMENTS: dict[int, tuple[tuple[tuple[int, int], tuple[int, int]], ...]] = {
    1: ((_LEFT, _BOTTOM),),
    2: ((_BOTTOM, _RIGHT),),
    3: ((_LEFT, _RIGHT),),
    4: ((_RIGHT, _TOP),),
    5: ((_RIGHT, _TOP), (_LEFT, _BOTTOM)),
    6: ((_BOTTOM, _TOP),),
    7: ((_LEFT, _TOP),),
    8: ((_TOP, _LEFT),),
    9: ((_TOP, _BOTTOM),),
    10: ((_TOP, _LEFT), (_BOTTOM, _RIGHT)),
    11: ((_TOP, _RIGHT),),
    12: ((_RIGHT, _LEFT),),
    13: ((_RIGHT, _BOTTOM),),
    14: ((_BOTTOM, _LEFT),),
}

MOST_POINTS = 200
FINEST = 0.6


def outline_of(mask: np.ndarray, most_points: int = MOST_POINTS) -> list[list[tuple[float, float]]]:
    """Closed polygons around the mask's regions; holes are left out.

    Args:
        mask: bool (height, width).
        most_points: most points of one polygon.

    Returns:
        Polygons of (x, y) in pixels of the picture, where the first pixel reaches from 0 to 1; the largest first,
        the first point not repeated at the end; empty for an empty mask.

    Source: marching squares; Lorensen and Cline 1987, in two dimensions.
    """
    grid = lesion_grid(mask)
    rings = [ring * grid.step + (grid.left, grid.top) for ring in _rings(grid.cells) if _area(ring) > 0]
    rings.sort(key=_area, reverse=True)
    return [[(float(x), float(y)) for x, y in simplify(ring, most_points, grid.step)] for ring in rings]


def simplify(ring: np.ndarray, most_points: int, finest: float = 1.0) -> np.ndarray:
    """The ring with fewer points: none is further from the new line than a tolerance that grows until they are few.

    Args:
        ring: float (n, 2), a closed polygon.
        most_points: most points of the result.
        finest: side of a cell of the grid that the ring was walked on; the tolerance starts at 0.6 of it, which is
            just above the height of its stairs.

    Returns:
        float (m, 2), m at most `most_points` and at least 3 where the ring has that many.

    Source: Douglas and Peucker 1973, Cartographica 10(2).
    """
    far = int(np.argmax(((ring - ring[0]) ** 2).sum(axis=1)))
    closed = np.vstack([ring, ring[:1]])
    tolerance = FINEST * finest
    while True:
        kept = _kept(closed, np.unique([0, far, len(ring)]), tolerance)[:-1]
        if len(kept) <= most_points:
            return ring[kept] if len(kept) >= 3 else ring[:: max(len(ring) // 3, 1)][:3]
        tolerance *= 1.5


def _kept(points: np.ndarray, kept: np.ndarray, tolerance: float) -> np.ndarray:
    """Splits every chord at its furthest point, all chords at once, until no point is further than the tolerance."""
    while True:
        starts, ends = kept[:-1], kept[1:]
        chords = points[ends] - points[starts]
        chord = np.repeat(np.arange(len(starts)), ends - starts)
        x, y = (points[: kept[-1]] - points[starts][chord]).T
        along = chords[chord]
        distances = np.abs(along[:, 0] * y - along[:, 1] * x) / np.maximum(np.hypot(*chords.T), 1e-9)[chord]
        furthest = np.maximum.reduceat(distances, starts)
        candidates = np.flatnonzero((distances == furthest[chord]) & (distances > tolerance))
        if candidates.size == 0:
            return kept
        # The first of equally far points.
        _, first = np.unique(chord[candidates], return_index=True)
        kept = np.union1d(kept, candidates[first])


def _rings(lesion: np.ndarray) -> list[np.ndarray]:
    """Follows the segments from middle to middle: each is left once and reached once, so every walk closes."""
    padded = np.pad(lesion, 1).astype(np.uint8)
    cells = padded[:-1, :-1] * 8 + padded[:-1, 1:] * 4 + padded[1:, 1:] * 2 + padded[1:, :-1]
    width = 2 * padded.shape[1]
    crossed = np.flatnonzero((cells > 0) & (cells < 15))
    numbers, places = cells.ravel()[crossed], np.stack(np.divmod(crossed, cells.shape[1]))
    following: dict[int, int] = {}
    for number, segments in _SEGMENTS.items():
        rows, columns = places[:, numbers == number]
        for (x0, y0), (x1, y1) in segments:
            starts = (2 * rows + y0) * width + 2 * columns + x0
            ends = (2 * rows + y1) * width + 2 * columns + x1
            following.update(zip(starts.tolist(), ends.tolist(), strict=True))
    rings = []
    while following:
        place, after = following.popitem()
        walk = [place]
        while after != walk[0]:
            walk.append(after)
            after = following.pop(after)
        codes = np.array(walk)
        # Half cells of the padded grid to cells of the grid.
        rings.append(np.stack([codes % width, codes // width], axis=1) / 2 - 0.5)
    return rings


def _area(ring: np.ndarray) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)
