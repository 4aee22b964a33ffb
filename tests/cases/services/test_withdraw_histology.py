"""A histology that was entered wrongly is withdrawn."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from cases.models import Pathology
from cases.services.withdraw_histology import withdraw_histology
from tests.cases.loop_rows import histology
from tests.factories import LesionFactory


@pytest.fixture
def pathology(clinic_a, ana):
    """A melanoma of a patient of clinic A."""
    return histology(LesionFactory(patient__clinic=clinic_a), by=ana, breslow_mm=0.4)


def test_the_row_stays_and_says_who_and_why(pathology, bo):
    withdraw_histology(pathology=pathology, reason="  Another patient's report ", by=bo)

    stored = Pathology.objects.get()
    assert (stored.withdrawn_by, stored.withdrawn_reason) == (bo, "Another patient's report")
    assert stored.withdrawn_at is not None
    assert (stored.diagnosis, stored.breslow_mm, stored.entered_by) == ("mel", 0.4, pathology.entered_by)
    event = AuditEvent.objects.get()
    assert (event.act, event.object_id, event.clinic_id) == ("histology.withdrawn", pathology.pk, bo.clinic_id)
    assert event.detail == {}


@pytest.mark.parametrize("reason", ["", "   "])
def test_without_a_reason_it_stands(reason, pathology, bo):
    with pytest.raises(ValidationError) as refused:
        withdraw_histology(pathology=pathology, reason=reason, by=bo)

    assert refused.value.error_dict["reason"][0].code == "no_reason"
    assert Pathology.objects.get().withdrawn_at is None


def test_a_novel_is_no_reason(pathology, bo):
    with pytest.raises(ValidationError) as refused:
        withdraw_histology(pathology=pathology, reason="x" * 301, by=bo)

    assert "withdrawn_reason" in refused.value.error_dict
    assert not AuditEvent.objects.exists()


def test_once_is_enough(pathology, ana, bo):
    withdraw_histology(pathology=pathology, reason="Wrong lesion", by=bo)

    with pytest.raises(ValidationError) as refused:
        withdraw_histology(pathology=pathology, reason="Wrong again", by=ana)

    assert refused.value.code == "withdrawn_already"
    assert Pathology.objects.get().withdrawn_reason == "Wrong lesion"
