"""Draws dermoscopy-like pictures with a known lesion, for demonstrations and for tests without real pictures."""

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SKIN_TONES = ((226, 178, 160), (214, 160, 140), (233, 192, 172), (205, 150, 132), (222, 170, 148))
LESION_TONES = ((122, 74, 52), (98, 58, 42), (140, 86, 62), (110, 62, 50), (84, 52, 44))


def draw_lesion(seed: int, size: tuple[int, int] = (600, 450)) -> tuple[np.ndarray, np.ndarray]:
    """A picture of one pigmented lesion, and where it is.

    Args:
        seed: the same seed draws the same picture.
        size: width and height in pixels.

    Returns:
        The picture, uint8 (height, width, 3), and its mask, bool (height, width).
    """
    random = np.random.default_rng(seed)
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    distance = _signed_distance(random, x, y, width, height)
    mask = distance < 0

    skin = np.array(SKIN_TONES[random.integers(len(SKIN_TONES))], np.float32)
    picture = skin + _light(random, x / width, y / height)[..., None]
    patches, grain, lumps = (max(round(part * min(size)), 2) for part in (0.2, 0.027, 0.09))
    picture = picture + 7 * _noise(random, size, patches)[..., None] + 4 * _noise(random, size, grain)[..., None]

    pigment = np.array(LESION_TONES[random.integers(len(LESION_TONES))], np.float32)
    blotches = _noise(random, size, lumps)[..., None] * np.array([16, 13, 11], np.float32)
    colour = pigment + blotches + 10 * _network(random, x, y, min(size))[..., None]
    softness = random.uniform(0.010, 0.022) * min(size)
    cover = (1 / (1 + np.exp(np.clip(distance / softness, -30, 30))))[..., None]
    picture = picture * (1 - cover) + colour * cover

    picture *= _vignette(random, x / width, y / height)[..., None]
    picture += random.normal(0, 2.5, picture.shape)
    drawn = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    return np.asarray(_with_hairs(random, drawn)), mask


def _signed_distance(random, x, y, width, height) -> np.ndarray:
    """Roughly the distance to an irregular closed border in pixels, negative inside."""
    radius = random.uniform(0.2, 0.3) * min(width, height)
    centre_x = width * random.uniform(0.44, 0.56)
    centre_y = height * random.uniform(0.44, 0.56)
    turn, stretch = random.uniform(0, np.pi), random.uniform(1.0, 1.35)
    across = ((x - centre_x) * np.cos(turn) + (y - centre_y) * np.sin(turn)) / stretch
    along = (y - centre_y) * np.cos(turn) - (x - centre_x) * np.sin(turn)
    angle = np.arctan2(along, across)
    border = np.ones_like(angle)
    for waves in range(2, 8):
        border += random.uniform(0, 0.16 / waves) * np.cos(waves * angle + random.uniform(0, 2 * np.pi))
    return np.hypot(across, along) - radius * border


def _noise(random, size, scale: int) -> np.ndarray:
    """Smooth random hills of about `scale` pixels, with a standard deviation of about one."""
    width, height = size
    coarse = random.normal(size=(height // scale + 3, width // scale + 3)).astype(np.float32)
    hills = np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))
    return hills / max(float(hills.std()), 1e-6)


def _network(random, x, y, shorter_side: int) -> np.ndarray:
    """Two crossing sets of wavy lines: a pigment network, -1..1."""
    pitch = shorter_side * random.uniform(0.018, 0.026)
    turn = random.uniform(0, np.pi)
    wobble = 2 * np.sin(x / (9 * pitch)) + 2 * np.cos(y / (7 * pitch))
    one = np.sin((x * np.cos(turn) + y * np.sin(turn)) * 2 * np.pi / pitch + wobble)
    two = np.sin((y * np.cos(turn) - x * np.sin(turn)) * 2 * np.pi / pitch - wobble)
    return one * two


def _light(random, across, down) -> np.ndarray:
    """A lamp that stands a little to one side, in grey levels."""
    return 14 * (random.uniform(-1, 1) * (across - 0.5) + random.uniform(-1, 1) * (down - 0.5))


def _vignette(random, across, down) -> np.ndarray:
    """Lenses darken towards the corners."""
    return 1 - random.uniform(0.1, 0.35) * ((across - 0.5) ** 2 + (down - 0.5) ** 2)


def _with_hairs(random, picture: Image.Image) -> Image.Image:
    """A few thin dark hairs, drawn at double size so that they have smooth edges."""
    width, height = picture.size
    hairs = Image.new("L", (2 * width, 2 * height))
    pen = ImageDraw.Draw(hairs)
    for _ in range(random.integers(2, 8)):
        start = random.uniform(0, 1, 2) * hairs.size
        heading, bend = random.uniform(0, 2 * np.pi), random.uniform(-1, 1)
        steps = np.linspace(0, 1, 24)
        reach = random.uniform(0.2, 0.5) * min(hairs.size)
        turn = heading + bend * steps
        path = start + reach * steps[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)
        pen.line([tuple(point) for point in path.tolist()], fill=190, width=max(min(hairs.size) // 280, 2))
    hairs = hairs.resize(picture.size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(0.6))
    return Image.composite(Image.new("RGB", picture.size, (52, 38, 34)), picture, hairs)
