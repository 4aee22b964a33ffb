"""Opens bytes from strangers: the one place that decides what counts as a picture. Pillow and NumPy only."""

import io
import warnings

import numpy as np
from PIL import Image, ImageOps

from ml.errors import Unreadable

FORMATS: tuple[str, ...] = ("JPEG", "PNG", "WEBP", "TIFF")
MAX_PIXELS = 40_000_000

REFUSALS: dict[str, str] = {
    "empty": "The file is empty.",
    "not_a_picture": "This file is not a picture that we can open. Please upload a JPEG, PNG, WebP or TIFF.",
    "format_not_supported": "This kind of picture is not supported. Please upload a JPEG, PNG, WebP or TIFF.",
    "truncated": "The picture is damaged or incomplete. Please export or upload it again.",
    "too_many_pixels": f"The picture has more than {MAX_PIXELS // 1_000_000} megapixels. Please upload a smaller one.",
    "several_pictures": "The file holds several pictures. Please upload one picture per file.",
}

# First bytes of pictures and documents that people do upload, so that they read why instead of "not a picture".
_KNOWN_BUT_NOT_SUPPORTED = (b"GIF8", b"BM", b"%PDF", b"<svg", b"<?xml", b"\x00\x00\x01\x00", b"8BPS")
_HEIF_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")


def decode(data: bytes) -> np.ndarray:
    """The picture's pixels.

    Args:
        data: a whole JPEG, PNG, WebP or TIFF file.

    Returns:
        uint8 (height, width, 3), RGB, upright.

    Raises:
        Unreadable: see `REFUSALS` for the codes.
    """
    return np.asarray(decode_picture(data))


def decode_picture(data: bytes) -> Image.Image:
    """The picture, upright and in RGB, without its metadata.

    Args:
        data: a whole JPEG, PNG, WebP or TIFF file.

    Returns:
        A loaded Pillow picture of mode RGB; EXIF orientation is applied, transparency lies on white, no EXIF,
        comment or profile is left on it.

    Raises:
        Unreadable: see `REFUSALS` for the codes. Files of several frames are refused, because nobody could say
            which of them the result is about.
    """
    if not data:
        raise _refusal("empty")
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = _open(data)
        with picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise _refusal("too_many_pixels")
            if getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO":
                raise _refusal("several_pictures")
            try:
                picture.load()
                upright = ImageOps.exif_transpose(picture)
                rgb = _to_rgb(upright)
            except Exception as error:
                raise _refusal("truncated") from error
    clean = Image.new("RGB", rgb.size)
    clean.paste(rgb)
    return clean


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _refusal("too_many_pixels") from error
    except Exception as error:
        raise _refusal(_reason_for_not_opening(data)) from error


def _reason_for_not_opening(data: bytes) -> str:
    start = data[:64].lstrip()
    if start.startswith(_KNOWN_BUT_NOT_SUPPORTED) or data[4:12] in _HEIF_BRANDS:
        return "format_not_supported"
    if start.startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"II*\x00", b"MM\x00*")):
        return "truncated"
    return "not_a_picture"


def _to_rgb(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I") or picture.mode == "F":
        return _from_deep_grey(picture)
    if picture.has_transparency_data:
        # Stickers and cut-outs: what is transparent shows the page, and pages are white.
        with_alpha = picture.convert("RGBA")
        paper = Image.new("RGBA", with_alpha.size, "white")
        return Image.alpha_composite(paper, with_alpha).convert("RGB")
    return picture.convert("RGB")


def _from_deep_grey(picture: Image.Image) -> Image.Image:
    """16-bit and float grey to 8 bits; Pillow's own conversion would clip everything above 255 to white."""
    values = np.asarray(picture, np.float64)
    if picture.mode.startswith("I;16") or (picture.mode == "I" and values.max(initial=0) > 255):
        values = values / 257.0
    elif picture.mode == "F" and values.max(initial=0) <= 1.0:
        values = values * 255.0
    return Image.fromarray(np.clip(np.rint(values), 0, 255).astype(np.uint8)).convert("RGB")


def _refusal(code: str) -> Unreadable:
    return Unreadable(code, REFUSALS[code])
