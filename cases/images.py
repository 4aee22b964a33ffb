"""What pages show of a picture: upright, without metadata, no larger than a screen needs. Pillow only, no Django.

Runs in the child process of `cases.images_child`, because the bytes come from strangers.
"""

import contextlib
import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PIL import ExifTags, Image

from ml.decode import FORMATS, decode_picture

# Pages and the zoom need no more; the analysis reads the original.
RENDITION_LONG_SIDE_PX = 2048
THUMBNAIL_LONG_SIDE_PX = 320
JPEG_QUALITY = 92
THUMBNAIL_QUALITY = 85

# PNG is left out: its EXIF may stand behind the pixels, and reading it would decode the picture a second time
_FORMATS_WITH_EARLY_EXIF = ("JPEG", "MPO", "TIFF", "WEBP")
EXTENSIONS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "TIFF": "tif", "WEBP": "webp"}
_FIRST_DIGITAL_CAMERAS = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class PreparedPicture:
    """A picture from outside, safe to show.

    `width` and `height` are those of the upright original in pixels; `rendition` and `thumbnail` are JPEG files of
    our own making; `extension` (a value of `EXTENSIONS`) fits the original's content, never its name; `taken_at` is as
    the camera wrote it, with or without an offset, None when it did not or when it cannot be true.
    """

    width: int
    height: int
    extension: str
    taken_at: datetime | None
    rendition: bytes
    thumbnail: bytes


def prepare_picture(data: bytes) -> PreparedPicture:
    """Decode under the rules of `ml.decode` and make the two files that pages show.

    Raises:
        ml.errors.Unreadable: not a picture that we open; see `ml.decode.REFUSALS` for the codes.
    """
    picture = decode_picture(data)
    width, height = picture.size
    picture_format, taken_at = _read_header(data)
    # in place: the full-size pixels are not needed any more, and there may be 40 million of them
    picture.thumbnail((RENDITION_LONG_SIDE_PX, RENDITION_LONG_SIDE_PX), Image.Resampling.LANCZOS, reducing_gap=3)
    # 4:4:4, because the fine colours of a lesion are what the clinician looks at
    rendition = _to_jpeg(picture, quality=JPEG_QUALITY, subsampling="4:4:4")
    picture.thumbnail((THUMBNAIL_LONG_SIDE_PX, THUMBNAIL_LONG_SIDE_PX), Image.Resampling.LANCZOS, reducing_gap=3)
    thumbnail = _to_jpeg(picture, quality=THUMBNAIL_QUALITY, subsampling="4:2:0")
    return PreparedPicture(
        width=width,
        height=height,
        extension=EXTENSIONS[picture_format],
        taken_at=taken_at,
        rendition=rendition,
        thumbnail=thumbnail,
    )


def _to_jpeg(picture: Image.Image, *, quality: int, subsampling: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, subsampling=subsampling)
    return out.getvalue()


def _read_header(data: bytes) -> tuple[str, datetime | None]:
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        picture_format = str(picture.format)
        if picture_format not in _FORMATS_WITH_EARLY_EXIF:
            return picture_format, None
        try:
            exif = picture.getexif().get_ifd(ExifTags.IFD.Exif)
        except Exception:
            # a camera's broken notes are no reason to refuse its picture
            return picture_format, None
    written = str(exif.get(ExifTags.Base.DateTimeOriginal, ""))
    offset = str(exif.get(ExifTags.Base.OffsetTimeOriginal, ""))
    return picture_format, plausible_time(written, offset)


def plausible_time(written: str, offset: str = "") -> datetime | None:
    """EXIF's "2024:05:31 14:03:22" and "+02:00" as a time; None when it is none or cannot be true."""
    try:
        taken_at = datetime.strptime(written.strip("\0 "), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    # most cameras write no offset; then the clinic's time zone is the best guess, and not ours to make here
    with contextlib.suppress(ValueError):
        taken_at = taken_at.replace(tzinfo=datetime.strptime(offset.strip("\0 "), "%z").tzinfo)
    in_utc = taken_at if taken_at.tzinfo else taken_at.replace(tzinfo=UTC)
    # a clock without an offset may be up to a day ahead of ours
    latest = datetime.now(UTC) + timedelta(days=1)
    return taken_at if _FIRST_DIGITAL_CAMERAS <= in_utc <= latest else None
