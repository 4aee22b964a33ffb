"""Which outlines of a picture are shown, and whose."""

from dataclasses import replace

import pytest

from cases.services.draw_outline import draw_outline
from cases.views.panels import panel
from tests.factories import DoneAnalysisFactory, LesionImageFactory

TRIANGLE = [(5, 5), (40, 5), (40, 40)]


@pytest.fixture
def image(clinic_a):
    """A picture of Ana's clinic."""
    return LesionImageFactory(case__lesion__patient__clinic=clinic_a)


def keys(picture) -> list[str]:
    """Whose outlines are shown, the one that counts first."""
    return [outline.key for outline in picture.outlines.shown]


def test_the_drawn_one_counts_and_comes_first(ana, image):
    DoneAnalysisFactory(image=image)
    assert keys(panel(ana, image.pk)) == ["machine"]
    draw_outline(image=image, points=TRIANGLE, by=ana)

    outlines = panel(ana, image.pk).outlines

    assert [outline.key for outline in outlines.shown] == ["drawn", "machine"]
    assert outlines.counts.drawn_by == str(ana)
    assert outlines.points_to_edit == "5.0,5.0 40.0,5.0 40.0,40.0"
    assert outlines.machine_points == "10.0,10.0 50.0,10.0 50.0,40.0 10.0,40.0"
    areas = next(row for row in outlines.compared if row.label == "Area")
    assert (areas.drawn.value, areas.machine.value) != ("", "")


def test_where_the_page_holds_the_result_back_nothing_of_the_machine_is_shown(ana, image):
    DoneAnalysisFactory(image=image)
    DoneAnalysisFactory(image=image)
    draw_outline(image=image, points=TRIANGLE, by=ana)
    shown = panel(ana, image.pk)
    assert shown.changed

    held_back = replace(shown, result=None)

    assert keys(held_back) == ["drawn"]
    assert held_back.outlines.machine_points != "10.0,10.0 50.0,10.0 50.0,40.0 10.0,40.0"
    assert not held_back.outlines.machine_again
    assert held_back.changed == ""


def test_without_anything_there_is_nothing_to_show(ana, image):
    outlines = panel(ana, image.pk).outlines
    assert (outlines.shown, outlines.counts, outlines.compared) == ([], None, [])
