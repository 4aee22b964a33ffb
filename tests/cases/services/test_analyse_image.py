"""A picture is analysed again."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import AuditEvent
from analysis.models import Analysis
from analysis.models.analysis import GATE_CODES
from cases.services.analyse_image import analyse_image
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory


def test_a_finished_analysis_stays_and_a_new_one_is_queued(ana, clinic_a):
    done = DoneAnalysisFactory(image__case__lesion__patient__clinic=clinic_a)
    again = analyse_image(image=done.image, by=ana)
    assert again != done
    assert (again.state, again.asked_by) == ("queued", ana)
    done.refresh_from_db()
    assert done.state == "done"


def test_asking_twice_is_one_analysis(ana, clinic_a):
    queued = AnalysisFactory(image__case__lesion__patient__clinic=clinic_a)
    assert analyse_image(image=queued.image, by=ana) == queued
    assert Analysis.objects.count() == 1


def test_without_a_model_in_use_it_is_said(ana, clinic_a):
    image = LesionImageFactory(case__lesion__patient__clinic=clinic_a)
    with pytest.raises(ValidationError) as refused:
        analyse_image(image=image, by=ana)
    assert refused.value.code == "no_active_model"


def ended(image, state, code, **fields):
    """A run that ended without a result."""
    return AnalysisFactory(
        image=image, state=state, reason_code=code, reason="Why.", finished_at=timezone.now(), **fields
    )


@pytest.fixture
def image(clinic_a):
    """A picture of Ana's clinic."""
    return LesionImageFactory(case__lesion__patient__clinic=clinic_a)


@pytest.mark.parametrize("code", GATE_CODES)
def test_a_gates_refusal_can_be_overruled(ana, image, code):
    ended(image, "rejected", code)
    overruled = analyse_image(image=image, by=ana, anyway=True)
    assert (overruled.state, overruled.anyway, overruled.asked_by) == ("queued", True, ana)
    detail = AuditEvent.objects.get(act="analysis.requested").detail
    assert (detail["anyway"], detail["overruled"]) == (True, code)


@pytest.mark.parametrize(
    ("state", "code"),
    [("rejected", "no_lesion_found"), ("rejected", "unreadable"), ("failed", "too_blurred"), ("failed", "gave_up")],
)
def test_nothing_else_can_be_overruled(ana, image, state, code):
    ended(image, state, code)
    with pytest.raises(ValidationError) as refused:
        analyse_image(image=image, by=ana, anyway=True)
    assert refused.value.code == "nothing_to_overrule"
    assert Analysis.objects.count() == 1


@pytest.mark.parametrize("make", [None, AnalysisFactory, DoneAnalysisFactory])
def test_without_a_refusal_there_is_nothing_to_overrule(ana, image, make):
    if make:
        make(image=image)
    with pytest.raises(ValidationError):
        analyse_image(image=image, by=ana, anyway=True)


def test_an_old_refusal_behind_a_newer_result_is_nothing_to_overrule(ana, image):
    ended(image, "rejected", "too_blurred")
    DoneAnalysisFactory(image=image)
    with pytest.raises(ValidationError):
        analyse_image(image=image, by=ana, anyway=True)


def test_a_double_click_on_anyway_is_one_analysis(ana, image):
    ended(image, "rejected", "too_blurred")
    assert analyse_image(image=image, by=ana, anyway=True) == analyse_image(image=image, by=ana, anyway=True)
    assert Analysis.objects.count() == 2


def test_a_run_in_spite_of_the_gate_that_failed_is_tried_again_as_what_it_was(ana, image):
    ended(image, "failed", "gave_up", anyway=True)
    assert analyse_image(image=image, by=ana, anyway=True).anyway
    assert AuditEvent.objects.get(act="analysis.requested").detail["overruled"] == ""


def test_again_while_a_run_in_spite_of_the_gate_is_live_is_that_run(ana, image):
    ended(image, "rejected", "too_blurred")
    anyway = analyse_image(image=image, by=ana, anyway=True)
    assert analyse_image(image=image, by=ana) == anyway
    assert Analysis.objects.count() == 2


def test_the_overruled_refusal_is_named_behind_a_failed_attempt_too(ana, image):
    ended(image, "rejected", "too_dark")
    ended(image, "failed", "gave_up", anyway=True)
    analyse_image(image=image, by=ana, anyway=True)
    assert AuditEvent.objects.get(act="analysis.requested").detail["overruled"] == "too_dark"
