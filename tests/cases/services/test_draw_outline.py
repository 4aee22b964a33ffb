"""A person draws where the lesion is."""

import io

import numpy as np
import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from accounts.models import AuditEvent
from analysis.models import Segmentation
from cases.models import LesionImage
from cases.services.draw_outline import REFUSALS, draw_outline
from tests.factories import DoneAnalysisFactory, LesionImageFactory

SQUARE = [(10, 10), (50, 10), (50, 40), (10, 40)]
BOW = [(10, 10), (50, 40), (50, 10), (10, 40)]


@pytest.fixture
def image(clinic_a):
    """A picture of Ana's clinic, 64 x 48, with a known scale."""
    return LesionImageFactory(case__lesion__patient__clinic=clinic_a, mm_per_pixel=0.05)


def test_it_is_measured_on_the_picture(ana, image):
    drawn = draw_outline(image=image, points=SQUARE, by=ana)

    assert (drawn.image, drawn.drawn_by) == (image, ana)
    assert drawn.outline == [[[10, 10], [50, 10], [50, 40], [10, 40]]]
    assert (drawn.bbox_x0, drawn.bbox_y0, drawn.bbox_x1, drawn.bbox_y1) == (10, 10, 50, 40)
    assert drawn.area_fraction == pytest.approx(1200 / (64 * 48))
    assert drawn.measurements["area_px"] == 1200
    assert drawn.measurements["area_mm2"] == pytest.approx(3.0)
    assert drawn.measurements["longest_diameter_mm"] == pytest.approx(2.5, rel=0.03)
    # the plain brown of the test picture
    assert drawn.measurements["colours"] is not None


def test_the_mask_is_kept_like_the_machines(ana, image):
    drawn = draw_outline(image=image, points=SQUARE, by=ana)

    with drawn.mask.open("rb") as file, Image.open(io.BytesIO(file.read())) as mask:
        assert (mask.format, mask.mode, mask.size) == ("PNG", "1", (64, 48))
        inside = np.asarray(mask)
    assert inside[10:40, 10:50].all()
    assert inside.sum() == 1200


def test_without_a_scale_there_are_no_millimetres(ana, clinic_a):
    image = LesionImageFactory(case__lesion__patient__clinic=clinic_a)
    assert draw_outline(image=image, points=SQUARE, by=ana).measurements["area_mm2"] is None


def test_nothing_of_before_is_touched_and_the_newest_comes_first(ana, bo, image):
    done = DoneAnalysisFactory(image=image)
    before = Segmentation.objects.values().get(pk=done.segmentation_id)

    first = draw_outline(image=image, points=SQUARE, by=ana)
    second = draw_outline(image=image, points=[*SQUARE, (5, 25)], by=bo)

    assert Segmentation.objects.values().get(pk=done.segmentation_id) == before
    assert list(image.drawn_segmentations.order_by("-pk")) == [second, first]
    done.refresh_from_db()
    assert done.prediction.malignant_probability == 0.65


def test_the_audit_trail_knows_who_and_says_no_name(ana, image):
    drawn = draw_outline(image=image, points=SQUARE, by=ana)

    event = AuditEvent.objects.get(act="outline.drawn")
    assert (event.user_id, event.object_type, event.object_id) == (ana.pk, "lesionimage", image.pk)
    assert event.clinic_id == ana.clinic_id
    assert event.detail == {"outline": drawn.pk, "points": 4}


def test_a_double_click_is_one_outline(ana, bo, image):
    first = draw_outline(image=image, points=SQUARE, by=ana)

    assert draw_outline(image=image, points=SQUARE, by=ana) == first
    assert AuditEvent.objects.filter(act="outline.drawn").count() == 1
    assert draw_outline(image=image, points=SQUARE, by=bo) != first, "Bo stands for it too"


def test_points_on_the_point_before_are_left_out(ana, image):
    drawn = draw_outline(image=image, points=[SQUARE[0], *SQUARE, SQUARE[0]], by=ana)
    assert len(drawn.outline[0]) == 4


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ([], "too_few_points"),
        ([(1, 1), (20, 20)], "too_few_points"),
        ([(1, 1), (20, 20), (20, 20), (1, 1)], "too_few_points"),
        ([(n % 60, n // 60) for n in range(401)], "too_many_points"),
        ([(10, 10), (64.1, 10), (50, 40)], "outside_the_picture"),
        ([(10, 10), (50, -0.1), (50, 40)], "outside_the_picture"),
        (BOW, "crosses_itself"),
        ([(10, 10), (15, 10), (15, 15)], "too_small"),
        ([(10, 10), (float("nan"), 10), (50, 40)], "not_a_polygon"),
        ([(10, 10), (float("inf"), 10), (50, 40)], "not_a_polygon"),
        ([(10, 10), (50,), (50, 40)], "not_a_polygon"),
        ([(10, 10), ("x", 1), (50, 40)], "not_a_polygon"),
    ],
)
def test_what_is_no_outline_is_refused_and_leaves_nothing(ana, image, points, code, tmp_path):
    with pytest.raises(ValidationError) as refused:
        draw_outline(image=image, points=points, by=ana)

    assert refused.value.code == code
    assert refused.value.messages == [REFUSALS[code]]
    assert not Segmentation.objects.exists()
    assert not AuditEvent.objects.exists()
    assert not list(tmp_path.glob("renditions/masks/*"))


def test_the_whole_picture_is_an_outline(ana, image):
    assert draw_outline(image=image, points=[(0, 0), (64, 0), (64, 48), (0, 48)], by=ana).area_fraction == 1


def test_a_scale_corrected_meanwhile_is_not_mixed_with_the_old_one(ana, image, tmp_path):
    LesionImage.objects.filter(pk=image.pk).update(mm_per_pixel=0.1)

    with pytest.raises(ValidationError) as refused:
        draw_outline(image=image, points=SQUARE, by=ana)

    assert refused.value.code == "scale_changed"
    assert not Segmentation.objects.exists()
    assert not list(tmp_path.glob("renditions/masks/*"))
