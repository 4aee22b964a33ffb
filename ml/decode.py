"""Opens bytes from strangers: the one place that decides what counts as a picture. Pillow and NumPy only."""

import io
import warnings
from dataclasses import dataclass

import numpy as np
from PIL import ExifTags, Image

from ml.cut_off import is_cut_off
from ml.errors import Unreadable
from ml.png_rows import has_all_rows

FORMATS: tuple[str, ...] = ("JPEG", "PNG", "WEBP", "TIFF")
MAX_PIXELS = 40_000_000
# Four bytes each: above this the pixels of a picture that will be refused are not worth their memory.
LARGE_PIXELS = 12_000_000

# Three times the side that everything is judged at: what is reduced in blocks to no less than that and squashed by the
# filter from there differs from a whole picture by less than noise of one grey level (tests/ml/test_decode_reduced.py).
ENOUGH = 672

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
# EXIF orientations with rows and columns exchanged.
_SIDEWAYS = (5, 6, 7, 8)
# How a picture is turned upright that was stored in this orientation; TIFF 6.0, tag 274.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_HEIF_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")


@dataclass(frozen=True)
class Reduced:
    """A picture decoded no larger than needed.

    pixels: uint8 (h, w, 3), RGB, upright. width, height: of the whole picture, upright, in pixels.
    """

    pixels: np.ndarray
    width: int
    height: int


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


def decode_reduced(data: bytes, enough: int = ENOUGH) -> Reduced:
    """The picture's pixels, of a large JPEG at a half, a quarter or an eighth of its size, which is much faster.

    Args:
        data: a whole JPEG, PNG, WebP or TIFF file.
        enough: pixels that the shorter side keeps at least, where it has as many.

    Returns:
        The pixels, RGB and upright, and the size of the whole picture.

    Raises:
        Unreadable: as `decode`, for the same files.

    Source: the reduced inverse cosine transform of libjpeg, "draft mode" of Pillow.
    """
    picture, (width, height) = _decode(data, enough)
    return Reduced(np.asarray(picture), width, height)


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
        MemoryError: the machine's trouble says nothing about the picture.
    """
    picture, _ = _decode(data, None)
    return picture


def _decode(data: bytes, enough: int | None) -> tuple[Image.Image, tuple[int, int]]:
    """The picture, and the upright width and height of the whole one."""
    if not data:
        raise _refusal("empty")
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        picture = _open(data)
        with picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise _refusal("too_many_pixels")
            try:
                if getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO":
                    raise _refusal("several_pictures")
                if width * height > LARGE_PIXELS and is_cut_off(data, picture.format):
                    raise _refusal("truncated")
                if enough is not None:
                    picture.draft(None, (enough, enough))
                # nobody may judge a picture whose lower part is black because it is not there
                if picture.format == "TIFF" and max((box[3] for _, box, *_ in picture.tile), default=0) < height:
                    raise _refusal("truncated")
                picture.load()
                if picture.format == "PNG" and not has_all_rows(picture, data):
                    raise _refusal("truncated")
                orientation = _orientation(picture)
                rgb = _to_rgb(picture.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else picture)
            except (Unreadable, MemoryError):
                # The second is the machine's trouble and says nothing about the picture.
                raise
            except Exception as error:
                raise _refusal("truncated") from error
    clean = Image.new("RGB", rgb.size)
    clean.paste(rgb)
    return clean, (height, width) if orientation in _SIDEWAYS else (width, height)


def _orientation(picture: Image.Image) -> object:
    try:
        return picture.getexif().get(ExifTags.Base.Orientation, 1)
    except MemoryError:
        raise
    except Exception:
        # a camera's broken notes are no reason to refuse its picture
        return 1


def _open(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _refusal("too_many_pixels") from error
    except MemoryError:
        raise
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
