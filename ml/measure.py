"""Measures of the lesion from its mask: in pixels always, in millimetres only where the scale is known."""

import numpy as np

from ml.asymmetry import asymmetry
from ml.border import border_irregularity, hull_of, longest_diameter, perimeter, solidity
from ml.colours import COLOURS, colours_in, colours_present
from ml.lesion_grid import LesionGrid, lesion_grid

Measures = dict[str, float | None | list[str]]

# Of fewer pixels (a disc of 8 across) the staircase of the border decides every ratio, not the lesion.
SMALLEST_SHAPE = 50


def measure(mask: np.ndarray, picture: np.ndarray | None = None, mm_per_pixel: float | None = None) -> Measures:
    """Sizes, shape and colours.

    Args:
        mask: bool (height, width), in pixels of the original picture.
        picture: uint8 (h, w, 3), RGB, the same view as the mask, perhaps smaller; None where colours are not asked.
        mm_per_pixel: millimetres that one pixel of the original picture spans; None where nobody knows.

    Returns:
        Names end in their unit, but for the ratios.
        area_px, area_fraction (of the picture), equivalent_diameter_px, longest_diameter_px, perimeter_px,
        box_width_px, box_height_px; the same as area_mm2 and *_mm, None without a scale.
        asymmetry_major_axis and asymmetry_minor_axis (0..1), border_irregularity (1 = circle), solidity (0..1):
        None for a lesion of fewer than 50 pixels.
        colours: those of ml.colours.COLOURS that are present; white_fraction, red_fraction and so on: the share of
        the lesion that each covers. None without a picture and for a lesion too small to tell.

    Raises:
        ValueError: a scale that is not a positive number.
    """
    if mm_per_pixel is not None and not (np.isfinite(mm_per_pixel) and mm_per_pixel > 0):
        raise ValueError(f"mm_per_pixel must be a positive number, not {mm_per_pixel}.")
    grid = lesion_grid(mask)
    hull = hull_of(grid.cells) * grid.step
    x0, y0, x1, y1 = grid.box if grid.area else (0, 0, 0, 0)
    lengths = {
        "equivalent_diameter": equivalent_diameter(grid.area),
        "longest_diameter": longest_diameter(hull),
        "perimeter": perimeter(grid.cells) * grid.step,
        "box_width": float(x1 - x0),
        "box_height": float(y1 - y0),
    }
    scale = mm_per_pixel
    return {
        "area_px": float(grid.area),
        "area_fraction": grid.area / mask.size,
        **{f"{name}_px": length for name, length in lengths.items()},
        "area_mm2": None if scale is None else grid.area * scale**2,
        **{f"{name}_mm": None if scale is None else length * scale for name, length in lengths.items()},
        **_shape(grid, hull, lengths["perimeter"]),
        **_colours(mask, picture),
    }


def equivalent_diameter(area: float) -> float:
    """Diameter of the circle of the same area: 2 sqrt(A / pi).

    Source: Russ 2016, The Image Processing Handbook, 7th edition, "equivalent circular diameter".
    """
    return float(2 * np.sqrt(area / np.pi))


def _shape(grid: LesionGrid, hull: np.ndarray, border: float) -> Measures:
    names = ("asymmetry_major_axis", "asymmetry_minor_axis", "border_irregularity", "solidity")
    if grid.area < SMALLEST_SHAPE:
        return dict.fromkeys(names)
    values = (*asymmetry(grid.cells), border_irregularity(grid.area, border), solidity(grid.area, hull))
    return dict(zip(names, values, strict=True))


def _colours(mask: np.ndarray, picture: np.ndarray | None) -> Measures:
    shares = None if picture is None else colours_in(picture, mask)
    return {
        "colours": None if shares is None else colours_present(shares),
        **{f"{name}_fraction": None if shares is None else shares[name] for name in COLOURS},
    }
