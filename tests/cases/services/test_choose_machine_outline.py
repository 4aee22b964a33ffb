"""A person goes back to the machine's outline, and nothing is deleted."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from analysis.models import Segmentation
from cases.services.choose_machine_outline import choose_machine_outline
from cases.services.draw_outline import draw_outline
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory


@pytest.fixture
def image(clinic_a):
    """A picture of Ana's clinic."""
    return LesionImageFactory(case__lesion__patient__clinic=clinic_a)


def test_the_choice_is_a_row_of_its_own(ana, image):
    done = DoneAnalysisFactory(image=image)
    drawn = draw_outline(image=image, points=[(5, 5), (40, 5), (40, 40)], by=ana)

    chosen = choose_machine_outline(image=image, by=ana)

    machine = done.segmentation
    assert (chosen.image, chosen.drawn_by) == (image, ana)
    assert chosen.outline == machine.outline
    assert chosen.measurements == machine.measurements
    assert (chosen.area_fraction, chosen.bbox_x1) == (machine.area_fraction, machine.bbox_x1)
    assert chosen.mask.name != machine.mask.name
    with chosen.mask.open("rb") as own, machine.mask.open("rb") as found:
        assert own.read() == found.read()
    assert Segmentation.objects.filter(pk=drawn.pk).exists()
    assert AuditEvent.objects.filter(act="outline.drawn").first().detail == {
        "outline": chosen.pk,
        "of_analysis": done.pk,
    }


@pytest.mark.parametrize("make", [None, AnalysisFactory])
def test_without_a_result_there_is_nothing_to_go_back_to(ana, image, make):
    if make:
        make(image=image)
    with pytest.raises(ValidationError) as refused:
        choose_machine_outline(image=image, by=ana)
    assert refused.value.code == "no_outline"
    assert not Segmentation.objects.exists()
