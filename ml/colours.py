"""Which of the six colours of the ABCD rule a lesion shows, judged against the skin around it."""

from functools import cache

import numpy as np

from ml.preprocess import FRAME_SIZE, squash

# Named centroids of the ISCC-NBS system (Kelly and Judd 1976, NBS Special Publication 440) in sRGB. Each of the six
# colours owns the centroids whose names a dermatologist would call so; pink counts as red. The last row is what a
# pixel may be besides: skin, and the pale tones between skin and each of the six.
PALETTE: dict[str, tuple[str, ...]] = {
    # white; bluish, pinkish and yellowish white; pale pink; pinkish and light gray, all lighter than skin
    "white": ("f2f3f4", "e9e9ed", "eae3e1", "f0ead6", "ead8d7", "c1b6b3", "b9b8b5"),
    # vivid, strong, deep, very deep, moderate and grayish red; deep, strong and dark pink;
    # dark and grayish purplish red
    "red": ("be0032", "bc3f4a", "841b2d", "5c0923", "ab4e52", "905d5d")
    + ("e4717a", "ea9399", "c08081", "673147", "915f6d"),
    # light, light yellowish, light reddish, light grayish and light grayish reddish brown; moderate and strong
    # yellowish brown; brownish orange; grayish and moderate reddish orange
    "light_brown": ("a67b5b", "c19a6b", "a87c6d", "958070", "977f73")
    + ("826644", "996515", "ae6938", "b4745e", "cb6d51"),
    # moderate, strong, deep, dark, grayish and dark grayish brown; moderate, strong, deep, dark, grayish and dark
    # grayish reddish brown; dark and dark grayish yellowish brown; dark reddish orange and dark red, as which the
    # brown of nevi is measured (about 30 % of their pixels on val)
    "dark_brown": ("6f4e37", "80461b", "593319", "422518", "635147", "3e322c")
    + ("79443b", "882d17", "56070c", "3e1d1e", "674c47", "43302e", "4b3621", "483c32", "9e4732", "722f37"),
    # bluish, dark bluish, purplish, dark purplish, medium and dark gray; grayish, dark grayish and pale blue;
    # grayish and pale purplish blue; grayish, dark grayish and pale purple; brownish, reddish, dark reddish and light
    # brownish gray, which is what measuring finds where dermatologists see blue-gray (Sakai et al. 2017,
    # J. Dermatol. 44(5))
    "blue_gray": ("81878b", "51585e", "8b8589", "5d555b", "848482", "555555")
    + ("536878", "36454f", "91a3b0", "4c516d", "8c92ac", "796878", "aa98a9", "50404d")
    + ("5b504f", "8f817f", "5c504f", "8e8279"),
    # black; brownish, reddish, purplish and bluish black; blackish red
    "black": ("222222", "28201c", "282022", "242124", "202428", "2e1d21"),
    # light skin of the colour chart; brownish, grayish, grayish yellowish, pale yellowish and moderate yellowish
    # pink; light grayish yellowish brown; light grayish red
    "none": ("c29682", "c2ac99", "c4aead", "c7ada3", "ecd5c5", "d9a6a9", "ae9b82", "ad8884"),
}
COLOURS = tuple(name for name in PALETTE if name != "none")

# Less than this is a hair, a bubble or a reflection.
LEAST_SHARE = 0.05
LEAST_PIXELS = 50

# "Light skin" of the ColorChecker chart in sRGB; McCamy, Marcus, Davidson 1976, J. Appl. Photogr. Eng. 2(3).
SKIN = (194, 150, 130)
# Exposure is corrected within these bounds only, so that brown skin is not taken for an underexposed picture.
EXPOSURES = (0.7, 1.5)
# sRGB to CIE XYZ; the sums of its rows are the white point D65.
_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]])
# Dark corners and the black rim of a dermatoscope are not skin.
DARKEST_SKIN = 60


def colours_in(picture: np.ndarray, mask: np.ndarray) -> dict[str, float] | None:
    """Share of the lesion that each of the six colours covers.

    The light and the camera are taken out first: the median of the skin around the lesion becomes a standard
    skin. Without that a dermatoscope with a pink cast turns every brown lesion red.

    Args:
        picture: uint8 (h, w, 3), RGB; of any size and ratio, if it shows the same view as the mask.
        mask: bool (height, width).

    Returns:
        Colour -> 0..1, in the order of COLOURS; the rest to 1 is skin-coloured. None for a lesion of fewer than
        50 pixels of a 224 x 224 picture: no shares can be told from so few.

    Source: six colours: Nachbar et al. 1994, J. Am. Acad. Dermatol. 30(4). Distance in CIELAB: CIE 15. Gains per
    channel from a known surface: von Kries 1902. Why colours are corrected at all: Barata et al. 2015,
    IEEE J. Biomed. Health Inform. 19(3).
    """
    lesion = _thinned(mask)
    if np.count_nonzero(lesion) < LEAST_PIXELS:
        return None
    frame = squash(_thinner(picture))
    tables = _corrections(frame[::8][~lesion[::8]])  # every eighth row gives the same median
    kinds = _nearest_colours()
    pixels = frame[lesion]
    red, green, blue = (tables[channel][pixels[:, channel]] >> 3 for channel in range(3))
    counts = np.bincount(kinds[(red << 10) | (green << 5) | blue], minlength=len(PALETTE))
    return {name: float(count / counts.sum()) for name, count in zip(PALETTE, counts, strict=True) if name in COLOURS}


def colours_present(shares: dict[str, float]) -> list[str]:
    """The colours that cover at least 5 % of the lesion, in the order of COLOURS."""
    return [name for name in COLOURS if shares[name] >= LEAST_SHARE]


def to_lab(rgb: np.ndarray) -> np.ndarray:
    """sRGB to CIELAB under D65.

    Args:
        rgb: (..., 3), 0..255.

    Returns:
        float64 (..., 3): L 0..100, a, b.

    Source: IEC 61966-2-1 and CIE 15.
    """
    xyz = _to_light(rgb) @ _XYZ.T / _XYZ.sum(axis=1)
    root = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack(
        [
            116 * root[..., 1] - 16,
            500 * (root[..., 0] - root[..., 1]),
            200 * (root[..., 1] - root[..., 2]),
        ],
        axis=-1,
    )


def _thinner(array: np.ndarray) -> np.ndarray:
    """Every n-th pixel, with at least the frame's size left; a large picture is not touched as a whole."""
    return np.ascontiguousarray(array[:: _step(array.shape[0]), :: _step(array.shape[1])])


def _step(length: int) -> int:
    return max(1, length // FRAME_SIZE)


def _thinned(mask: np.ndarray) -> np.ndarray:
    """The mask at the frame's size, each of its pixels the nearest one."""
    rows, columns = (((np.arange(FRAME_SIZE) + 0.5) * length / FRAME_SIZE).astype(int) for length in mask.shape)
    return mask[rows][:, columns]


def _corrections(around: np.ndarray) -> np.ndarray:
    """For each channel what a value becomes when the skin around the lesion becomes the standard skin.

    Args:
        around: uint8 (n, 3).

    Returns:
        uint16 (3, 256), 0..255; unchanged values where no skin is seen.
    """
    skin = around[around.max(axis=1) >= DARKEST_SKIN]
    if len(skin) < LEAST_PIXELS:
        return np.tile(np.arange(256, dtype=np.uint16), (3, 1))
    seen, wanted = _to_light(np.median(skin, axis=0)), _to_light(np.array(SKIN))
    exposure = _XYZ[1] @ wanted / (_XYZ[1] @ seen)
    gains = wanted / np.maximum(seen, 1e-3) / exposure * np.clip(exposure, *EXPOSURES)
    light = np.clip(_to_light(np.arange(256)) * gains[:, None], 0, 1)
    values = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.rint(values * 255).astype(np.uint16)


def _to_light(values: np.ndarray) -> np.ndarray:
    """sRGB 0..255 to linear light 0..1."""
    part = np.asarray(values, float) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


@cache
def _nearest_colours() -> np.ndarray:
    """uint8 (32768,): for five bits per channel the place in PALETTE of the nearest centroid."""
    levels = np.arange(4, 256, 8)
    cube = to_lab(np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1).reshape(-1, 3))
    owners = np.repeat(np.arange(len(PALETTE)), [len(row) for row in PALETTE.values()])
    centroids = to_lab(np.array([list(bytes.fromhex(code)) for row in PALETTE.values() for code in row]))
    # |c - r|^2 without |c|^2, which is the same for every r.
    distances = (centroids**2).sum(axis=1) - 2 * cube @ centroids.T
    return owners[distances.argmin(axis=1)].astype(np.uint8)
