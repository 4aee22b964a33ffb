"""Two registrations become one person, and two again."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from cases.models import Lesion, Patient
from cases.services.merge_patients import merge_patients
from cases.services.unmerge_patients import unmerge_patients
from tests.factories import LesionFactory, PatientFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(clinic_a):
    """Two registrations, each with a lesion; the second with one more."""
    keep, merge = PatientFactory(clinic=clinic_a), PatientFactory(clinic=clinic_a)
    LesionFactory(patient=keep)
    LesionFactory.create_batch(2, patient=merge)
    return keep, merge


def events(act: str) -> list[tuple[int, dict]]:
    """Whom the events speak of, and what they say."""
    return list(AuditEvent.objects.filter(act=act).values_list("object_id", "detail"))


def refusal(service, **who) -> str:
    """The code it refuses with; nothing may have moved."""
    before = (
        sorted(Lesion.objects.values_list("pk", "patient")),
        sorted(Patient.objects.values_list("pk", "merged_into")),
    )
    with pytest.raises(ValidationError) as refused:
        service(**who)
    after = (
        sorted(Lesion.objects.values_list("pk", "patient")),
        sorted(Patient.objects.values_list("pk", "merged_into")),
    )
    assert after == before
    return refused.value.code


def test_lesions_move_and_the_other_registration_points_to_who_stays(two, admin_a):
    keep, merge = two
    moved = sorted(merge.lesions.values_list("pk", flat=True))

    kept = merge_patients(keep=keep, merge=merge, by=admin_a)

    merge.refresh_from_db()
    assert (kept, merge.merged_into) == (keep, keep)
    assert (keep.lesions.count(), merge.lesions.count()) == (3, 0)
    assert events("patient.merged") == [(merge.pk, {"other": keep.pk, "lesions": moved})]
    assert events("patient.took_over") == [(keep.pk, {"other": merge.pk, "lesions": moved})]
    assert set(AuditEvent.objects.values_list("user_id", "clinic_id")) == {(admin_a.pk, keep.clinic_id)}


def test_what_cannot_be_merged(two, clinic_b, admin_a):
    keep, merge = two
    stranger = PatientFactory(clinic=clinic_b)
    assert refusal(merge_patients, keep=keep, merge=keep, by=admin_a) == "same_patient"
    assert refusal(merge_patients, keep=keep, merge=stranger, by=admin_a) == "other_clinic"
    merge_patients(keep=keep, merge=merge, by=admin_a)
    third = PatientFactory(clinic=keep.clinic)
    assert refusal(merge_patients, keep=third, merge=merge, by=admin_a) == "merged_already"
    assert refusal(merge_patients, keep=merge, merge=third, by=admin_a) == "merged_already"
    assert refusal(merge_patients, keep=third, merge=keep, by=admin_a) == "has_merged"
    assert merge_patients(keep=keep, merge=third, by=admin_a) == keep


def test_undone_each_has_its_own_lesions_again(two, admin_a):
    keep, merge = two
    own, theirs = set(keep.lesions.all()), set(merge.lesions.all())
    merge_patients(keep=keep, merge=merge, by=admin_a)
    later = LesionFactory(patient=keep)

    merge.refresh_from_db()
    alone = unmerge_patients(merged=merge, by=admin_a)

    assert alone.merged_into is None
    assert (set(keep.lesions.all()), set(merge.lesions.all())) == (own | {later}, theirs)
    assert [one for one, _ in events("patient.unmerged")] == [merge.pk]
    assert [one for one, _ in events("patient.gave_back")] == [keep.pk]


def test_what_cannot_be_undone(two, admin_a):
    keep, merge = two
    assert refusal(unmerge_patients, merged=merge, by=admin_a) == "not_merged"
    moved = merge.lesions.first()
    merge_patients(keep=keep, merge=merge, by=admin_a)
    Lesion.objects.filter(pk=moved.pk).update(patient=PatientFactory(clinic=keep.clinic))
    assert refusal(unmerge_patients, merged=merge, by=admin_a) == "changed_since"


def test_a_merge_that_no_event_speaks_of_is_not_guessed_at(two, admin_a):
    keep, merge = two
    Patient.objects.filter(pk=merge.pk).update(merged_into=keep)
    assert refusal(unmerge_patients, merged=merge, by=admin_a) == "changed_since"


def test_merged_undone_and_merged_into_another(two, admin_a):
    keep, merge = two
    third = PatientFactory(clinic=keep.clinic)
    merge_patients(keep=keep, merge=merge, by=admin_a)
    unmerge_patients(merged=merge, by=admin_a)
    merge_patients(keep=third, merge=merge, by=admin_a)
    unmerge_patients(merged=merge, by=admin_a)
    assert (keep.lesions.count(), third.lesions.count(), merge.lesions.count()) == (1, 0, 2)
