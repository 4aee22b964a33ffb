"""A lesion is marked on a patient."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from cases.models import Lesion
from cases.services.mark_lesion import mark_lesion
from cases.services.merge_patients import merge_patients
from tests.factories import PatientFactory


@pytest.fixture
def patient(clinic_a):
    """A patient of clinic A."""
    return PatientFactory(clinic=clinic_a)


def test_a_lesion_is_marked_with_its_point(patient, ana):
    lesion = mark_lesion(
        patient=patient, body_site="chest", body_view="front", body_x=0.0, body_y=1.0, description="Flat", by=ana
    )
    assert Lesion.objects.get() == lesion
    assert (lesion.created_by, lesion.body_view, lesion.body_x, lesion.body_y) == (ana, "front", 0.0, 1.0)
    event = AuditEvent.objects.get()
    assert (event.act, event.object_id, event.clinic_id) == ("lesion.marked", lesion.pk, patient.clinic_id)


def test_a_patient_who_is_merged_meanwhile_gets_no_lesion(patient, clinic_a, ana):
    other = PatientFactory(clinic=clinic_a)
    merge_patients(keep=other, merge=type(patient).objects.get(pk=patient.pk), by=ana)

    with pytest.raises(ValidationError) as refused:
        mark_lesion(patient=patient, body_site="chest", by=ana)  # the row as it was read before

    assert refused.value.code == "merged"
    assert not Lesion.objects.exists()


def test_the_point_may_be_left_out(patient, ana):
    assert mark_lesion(patient=patient, body_site="scalp", by=ana).body_x is None


@pytest.mark.parametrize(
    "point",
    [
        {"body_view": "front"},
        {"body_x": 0.5, "body_y": 0.5},
        {"body_view": "back", "body_x": 0.5},
        {"body_view": "back", "body_y": 0.5},
    ],
)
def test_half_a_point_is_refused_in_a_sentence(point, patient, ana):
    with pytest.raises(ValidationError, match="needs its side and both coordinates") as refused:
        mark_lesion(patient=patient, body_site="chest", by=ana, **point)
    assert refused.value.code == "point_incomplete"
    assert not Lesion.objects.exists()


@pytest.mark.parametrize("x", [-0.01, 1.01, float("nan"), float("inf")])
def test_a_point_off_the_map_is_refused(x, patient, ana):
    with pytest.raises(ValidationError) as refused:
        mark_lesion(patient=patient, body_site="chest", body_view="front", body_x=x, body_y=0.5, by=ana)
    assert list(refused.value.message_dict) == ["body_x"]


@pytest.mark.parametrize(("field", "value"), [("body_site", "moon"), ("body_site", ""), ("body_view", "side")])
def test_places_that_do_not_exist_are_refused(field, value, patient, ana):
    fields = {"body_site": "chest", "body_view": "front", "body_x": 0.5, "body_y": 0.5} | {field: value}
    with pytest.raises(ValidationError) as refused:
        mark_lesion(patient=patient, by=ana, **fields)
    assert field in refused.value.message_dict or refused.value.code == "point_incomplete"
    assert not AuditEvent.objects.exists()
