"""A result's files are opened; the overlay is drawn when asked for."""

from io import BytesIO

import numpy as np
import pytest
from django.core.files.base import ContentFile
from django.http import Http404
from PIL import Image

from cases.services.open_analysis_file import open_analysis_file
from tests.factories import (
    AnalysisFactory,
    DoneAnalysisFactory,
    LesionImageFactory,
    OldPredictionFactory,
    SegmentationFactory,
    small_jpeg,
)

pytestmark = pytest.mark.django_db


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


def test_the_explanation_is_stretched_over_the_whole_rendition():
    image = LesionImageFactory(width=400, height=300, rendition=ContentFile(small_jpeg(size=(200, 150)), "abc-r.jpg"))
    file, content_type, name = open_analysis_file(analysis=(a := DoneAnalysisFactory(image=image)), kind="explanation")
    with Image.open(BytesIO(file.read())) as shown:
        alpha = np.asarray(shown)[..., 3]
    # the factory's map grows from left to right
    assert (shown.mode, alpha.shape) == ("RGBA", (150, 200))
    assert (alpha[:, 0] == 0).all()
    assert (alpha[:, -1] == 255).all()
    assert (content_type, name) == ("image/png", f"analysis-{a.pk}-explanation.png")


def test_a_result_from_before_there_were_explanations_has_none():
    with pytest.raises(Http404):
        open_analysis_file(analysis=DoneAnalysisFactory(prediction=OldPredictionFactory()), kind="explanation")


@pytest.mark.parametrize("kind", ["mask", "overlay", "explanation"])
def test_without_a_result_there_is_nothing_to_open(kind):
    with pytest.raises(Http404):
        open_analysis_file(analysis=AnalysisFactory(), kind=kind)


def test_a_result_has_no_other_files():
    with pytest.raises(Http404):
        open_analysis_file(analysis=DoneAnalysisFactory(), kind="original")
