"""Shapes whose measures are known, drawn by their formulas around the middle of a square."""

import numpy as np


def plane(size: int, degrees: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """x and y of every pixel's centre, from the middle of the square, the axes turned."""
    size += size % 2  # the middle lies between four pixels, so that whole sizes come out whole
    y, x = np.mgrid[0:size, 0:size] + 0.5 - size / 2
    turn = np.radians(degrees)
    return x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)


def ellipse(half_width: float, half_height: float, degrees: float = 0.0) -> np.ndarray:
    """Both halves in pixels; a disc where they are equal."""
    x, y = plane(int(2 * max(half_width, half_height)) + 11, degrees)
    return (x / half_width) ** 2 + (y / half_height) ** 2 < 1


def rectangle(width: float, height: float, degrees: float = 0.0) -> np.ndarray:
    """A rectangle, turned."""
    x, y = plane(int(np.hypot(width, height)) + 11, degrees)
    return (np.abs(x) < width / 2) & (np.abs(y) < height / 2)


def half_disc(radius: float, degrees: float = 0.0) -> np.ndarray:
    """The half of a disc with positive y."""
    x, y = plane(int(2 * radius) + 11, degrees)
    return (np.hypot(x, y) < radius) & (y > 0)


def l_shape(side: float, degrees: float = 0.0) -> np.ndarray:
    """A square without one of its quarters: symmetric about a diagonal."""
    x, y = plane(int(1.5 * side) + 11, degrees)
    return (np.abs(x) < side / 2) & (np.abs(y) < side / 2) & ~((x > 0) & (y < 0))


def star(radius: float, points: int = 5, depth: float = 0.5) -> np.ndarray:
    """r(angle) = radius (1 - depth/2 (1 - cos(points angle)))."""
    x, y = plane(int(2 * radius) + 11)
    return np.hypot(x, y) < radius * (1 - depth / 2 * (1 - np.cos(points * np.arctan2(y, x))))


def scaled(mask: np.ndarray, factor: int) -> np.ndarray:
    """Every pixel as a square of pixels."""
    return np.kron(mask, np.ones((factor, factor), bool))
