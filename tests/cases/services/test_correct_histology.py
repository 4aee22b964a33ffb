"""A histology is corrected."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import AuditEvent
from cases.models import Pathology
from cases.services.correct_histology import correct_histology
from tests.cases.loop_rows import histology
from tests.factories import LesionFactory


@pytest.fixture
def pathology(clinic_a, ana):
    """A nevus of a patient of clinic A."""
    return histology(LesionFactory(patient__clinic=clinic_a), "nv", by=ana)


def test_both_rows_stand_the_old_one_withdrawn(pathology, bo):
    right = correct_histology(
        pathology=pathology, reason="Misread", diagnosis="mel", breslow_mm=1.2, reported_on=date(2026, 3, 2), by=bo
    )

    pathology.refresh_from_db()
    assert (pathology.diagnosis, pathology.withdrawn_reason, pathology.withdrawn_by) == ("nv", "Misread", bo)
    assert (right.lesion, right.diagnosis, right.breslow_mm, right.withdrawn_at) == (pathology.lesion, "mel", 1.2, None)
    acts = list(AuditEvent.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["histology.withdrawn", "histology.entered"]


def test_the_same_again_is_a_correction_of_who_entered_it(pathology, bo):
    right = correct_histology(
        pathology=pathology, reason="Signed in as Ana", diagnosis="nv", reported_on=pathology.reported_on, by=bo
    )

    assert right.entered_by == bo


def test_where_the_new_one_cannot_be_the_old_one_stands(pathology, bo):
    tomorrow = timezone.localdate() + timedelta(days=2)

    with pytest.raises(ValidationError):
        correct_histology(pathology=pathology, reason="Misread", diagnosis="mel", reported_on=tomorrow, by=bo)

    assert Pathology.objects.get().withdrawn_at is None
    assert not AuditEvent.objects.exists()
