"""A picture's files are opened under names that say nothing."""

import pytest
from django.core.files.base import ContentFile
from django.http import Http404

from cases.services.open_image_file import open_image_file
from tests.factories import LesionImageFactory, small_jpeg

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("rendition", "picture-{}-rendition.jpg"),
        ("thumbnail", "picture-{}-thumbnail.jpg"),
        ("original", "picture-{}.jpg"),
    ],
)
def test_each_file_of_a_picture_is_its_own(kind, name):
    image = LesionImageFactory(
        original=ContentFile(small_jpeg((1, 1, 1)), "abc.jpg"),
        rendition=ContentFile(small_jpeg((2, 2, 2)), "abc-r.jpg"),
        thumbnail=ContentFile(small_jpeg((3, 3, 3)), "abc-t.jpg"),
    )
    expected = {"original": (1, 1, 1), "rendition": (2, 2, 2), "thumbnail": (3, 3, 3)}[kind]
    file, content_type, given = open_image_file(image=image, kind=kind)
    with file:
        assert file.read() == small_jpeg(expected)
    assert (content_type, given) == ("image/jpeg", name.format(image.pk))


@pytest.mark.parametrize(
    ("suffix", "content_type"), [("png", "image/png"), ("webp", "image/webp"), ("tif", "image/tiff")]
)
def test_an_original_is_named_after_its_own_format(suffix, content_type):
    image = LesionImageFactory(original=ContentFile(b"bytes", f"abc.{suffix}"))
    file, given, name = open_image_file(image=image, kind="original")
    file.close()
    assert (given, name) == (content_type, f"picture-{image.pk}.{suffix}")


@pytest.mark.parametrize("kind", ["mask", "pk", "original/../..", ""])
def test_a_picture_has_no_other_files(kind):
    with pytest.raises(Http404):
        open_image_file(image=LesionImageFactory(), kind=kind)
