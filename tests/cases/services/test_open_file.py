"""A picture's files are opened under names that say nothing."""

from io import BytesIO

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.http import Http404
from PIL import Image

from cases.services.open_file import open_analysis_file, open_image_file
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory, SegmentationFactory, small_jpeg

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


def test_the_mask_is_sent_as_stored():
    file, content_type, name = open_analysis_file(analysis=(analysis := DoneAnalysisFactory()), kind="mask")
    with file, analysis.segmentation.mask.open() as stored:
        assert file.read() == stored.read()
    assert (content_type, name) == ("image/png", f"analysis-{analysis.pk}-mask.png")


def test_the_overlay_has_the_outline_where_it_is_on_the_smaller_rendition():
    # given a picture of 400x300 whose rendition has half that size, and a square outline in the original's pixels
    grey = small_jpeg((128, 128, 128), size=(200, 150))
    image = LesionImageFactory(width=400, height=300, rendition=ContentFile(grey, "abc-r.jpg"))
    square = [[100, 100], [300, 100], [300, 200], [100, 200]]
    analysis = DoneAnalysisFactory(image=image, segmentation=SegmentationFactory(outline=[square]))
    # when the overlay is drawn
    file, content_type, name = open_analysis_file(analysis=analysis, kind="overlay")
    with Image.open(BytesIO(file.read())) as picture:
        changed = np.abs(np.asarray(picture.convert("L")).astype(int) - 128) > 20
    # then only the halved square's edges differ from the grey
    rows, columns = np.nonzero(changed)
    assert changed.shape == (150, 200)
    edges = [columns.min(), columns.max(), rows.min(), rows.max()]
    assert edges == pytest.approx([50, 150, 50, 100], abs=4)
    assert changed[50, 100]
    assert not changed[75, 100]
    assert (content_type, name) == ("image/jpeg", f"analysis-{analysis.pk}-overlay.jpg")


@pytest.mark.parametrize("kind", ["mask", "overlay"])
def test_without_a_result_there_is_nothing_to_open(kind):
    with pytest.raises(Http404):
        open_analysis_file(analysis=AnalysisFactory(), kind=kind)


def test_a_result_has_no_other_files():
    with pytest.raises(Http404):
        open_analysis_file(analysis=DoneAnalysisFactory(), kind="original")
