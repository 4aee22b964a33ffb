"""How much of the lesion lies beside its own mirror image, for both principal axes."""

import numpy as np

# Closer second moments than this define no direction: a disc, a square, a three-pointed star.
ROUND = 0.03
# Pairs of axes tried in a quarter turn.
TURNS = 12
# Cells that suffice to choose among them.
ENOUGH = 5000


def asymmetry(cells: np.ndarray) -> tuple[float, float] | None:
    """Share of the lesion that finds no counterpart when it is folded about its long and its short axis.

    The principal axes come from the second moments. Where these define no direction, the pair of axes with
    the least asymmetry counts, as a dermatologist lays them.

    Args:
        cells: bool (rows, columns), square cells.

    Returns:
        (about the major axis, about the minor axis), each 0..1: the area that does not overlap after one half
        is folded onto the other, over the whole area. None for an empty mask.

    Source: Nachbar et al. 1994, J. Am. Acad. Dermatol. 30(4), for two axes at right angles laid for the least
    asymmetry; Stoecker et al. 1992, Comput. Med. Imaging Graph. 16(3), for the non-overlap over the area; Hu 1962,
    IRE Trans. Inf. Theory 8(2), for principal axes from second moments.
    """
    rows, columns = np.nonzero(cells)
    if rows.size == 0:
        return None
    y, x = (rows - rows.mean()).astype(np.float32), (columns - columns.mean()).astype(np.float32)
    centre = rows.mean(), columns.mean()

    def fold(angle: float, every: int = 1) -> float:
        return _beside(cells, x[::every], y[::every], centre, angle)

    lengths, axes = np.linalg.eigh(np.cov(x, y, bias=True))
    if lengths[1] - lengths[0] > ROUND * lengths[1]:
        major = float(np.arctan2(axes[1, 1], axes[0, 1]))
        return fold(major), fold(major + np.pi / 2)
    every = 1 + x.size // ENOUGH
    turns = (np.arange(TURNS) * np.pi / 2 / TURNS).tolist()
    best = min(turns, key=lambda turn: fold(turn, every) + fold(turn + np.pi / 2, every))
    return fold(best), fold(best + np.pi / 2)


def _beside(cells: np.ndarray, x: np.ndarray, y: np.ndarray, centre: tuple[float, float], angle: float) -> float:
    """Share of the lesion's cells whose mirror image about the line at `angle` through the centre is background."""
    cosine, sine = np.float32(np.cos(2 * angle)), np.float32(np.sin(2 * angle))
    columns = np.floor(x * cosine + y * sine + np.float32(centre[1] + 0.5)).astype(np.int64)
    rows = np.floor(x * sine - y * cosine + np.float32(centre[0] + 0.5)).astype(np.int64)
    height, width = cells.shape
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    found = np.count_nonzero(cells.ravel()[(rows * width + columns)[inside]])
    return float(1 - found / x.size)
