"""A picture's file is opened, under a name that says nothing about the patient."""

from pathlib import PurePath
from typing import BinaryIO

from django.http import Http404

from cases.models import LesionImage

OpenedFile = tuple[BinaryIO, str, str]  # the open file, its content type, a neutral name

_CONTENT_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".tif": "image/tiff", ".webp": "image/webp"}


def open_image_file(*, image: LesionImage, kind: str) -> OpenedFile:
    """A file of a picture that the caller may see.

    Args:
        image: the picture, from `images_visible_to`.
        kind: "rendition" or "thumbnail", both of our own making; "original" is a stranger's bytes and may only be
            sent as an attachment.

    Raises:
        django.http.Http404: no such kind.
    """
    if kind not in ("rendition", "thumbnail", "original"):
        raise Http404("A picture has no such file.")
    field = getattr(image, kind)
    suffix = PurePath(field.name).suffix
    neutral = f"picture-{image.pk}{suffix}" if kind == "original" else f"picture-{image.pk}-{kind}.jpg"
    return field.storage.open(field.name, "rb"), _CONTENT_TYPES.get(suffix, "application/octet-stream"), neutral
