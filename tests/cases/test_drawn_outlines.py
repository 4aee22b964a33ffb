"""Who sees which drawn outlines, which one counts, and in which scale."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from cases.models import LesionImage
from cases.selectors import counting_outline, measurements_of, newest_outline, outlines_visible_to, with_drawn_outlines
from cases.services.draw_outline import draw_outline
from tests.factories import DoneAnalysisFactory, LesionImageFactory

SQUARE = [(10, 10), (50, 10), (50, 40), (10, 40)]
TRIANGLE = [(5, 5), (40, 5), (40, 40)]


@pytest.fixture
def image(clinic_a):
    """A picture of Ana's clinic with a result."""
    return DoneAnalysisFactory(image__case__lesion__patient__clinic=clinic_a).image


def test_only_the_clinic_sees_them(ana, bo, cy, image):
    drawn = draw_outline(image=image, points=SQUARE, by=ana)

    assert list(outlines_visible_to(bo)) == [drawn]
    assert list(outlines_visible_to(cy)) == []
    assert list(outlines_visible_to(AnonymousUser())) == []
    bo.approved_at = None
    assert list(outlines_visible_to(bo)) == []
    operator = User(role="admin", is_superuser=True, approved_at=drawn.created_at)
    assert list(outlines_visible_to(operator)) == [drawn]


def test_the_machines_are_not_among_them(ana, image):
    assert list(outlines_visible_to(ana)) == []


def test_the_newest_drawn_one_counts_else_the_machines(ana, bo, image):
    assert counting_outline(image) == image.latest_analysis.segmentation
    draw_outline(image=image, points=SQUARE, by=ana)
    newest = draw_outline(image=image, points=TRIANGLE, by=bo)
    assert counting_outline(image) == newest
    assert counting_outline(LesionImageFactory()) is None


def test_for_many_pictures_they_come_in_one_query(ana, image, django_assert_num_queries):
    newest = draw_outline(image=image, points=TRIANGLE, by=ana)
    LesionImageFactory(case=image.case)

    with django_assert_num_queries(2):
        found = [newest_outline(one) for one in with_drawn_outlines(LesionImage.objects.order_by("pk"), ana)]
        assert str(found[0].drawn_by)

    assert found == [newest, None]


@pytest.mark.parametrize(("scale", "area"), [(0.05, 3.0), (0.1, 12.0), (None, None)])
def test_millimetres_follow_a_corrected_scale(ana, image, scale, area):
    image.mm_per_pixel = 0.05
    image.save()
    drawn = draw_outline(image=image, points=SQUARE, by=ana)

    measured = measurements_of(drawn, scale)

    assert measured["area_mm2"] == (pytest.approx(area) if area else None)
    assert measured["area_px"] == 1200
    assert measured["box_width_mm"] == (pytest.approx(40 * scale) if scale else None)
