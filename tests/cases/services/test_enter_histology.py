"""The laboratory's answer is entered."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import AuditEvent
from cases.models import Pathology
from cases.services.enter_histology import enter_histology
from tests.cases.loop_rows import withdrawn
from tests.factories import CaseFactory, LesionFactory

REPORT = {"diagnosis": "mel", "reported_on": date(2026, 3, 2)}


@pytest.fixture
def case(clinic_a, ana):
    """A case of clinic A."""
    return CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)


def codes(refused) -> dict[str, str]:
    """By field, the code of its first error."""
    return {name: errors[0].code for name, errors in refused.value.error_dict.items()}


def test_a_histology_is_entered_whole(case, ana):
    whole = REPORT | {"breslow_mm": 0.4, "margins": "clear", "lab_number": "L-77", "comment": "No ulceration"}

    pathology = enter_histology(lesion=case.lesion, case=case, by=ana, **whole)

    stored = Pathology.objects.get()
    assert stored == pathology
    assert {name: getattr(stored, name) for name in whole} == whole
    assert (stored.lesion, stored.case, stored.entered_by) == (case.lesion, case, ana)
    event = AuditEvent.objects.get()
    assert (event.act, event.object_id) == ("histology.entered", pathology.pk)
    assert (event.clinic_id, event.user_id, event.detail) == (ana.clinic_id, ana.pk, {})


def test_the_least_there_is(case, ana):
    pathology = enter_histology(lesion=case.lesion, by=ana, **REPORT)

    assert (pathology.case, pathology.breslow_mm, pathology.margins, pathology.lab_number) == (None, None, "", "")


def test_today_is_not_the_future(case, ana):
    enter_histology(lesion=case.lesion, by=ana, diagnosis="nv", reported_on=timezone.localdate())

    assert Pathology.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reported_on": timezone.localdate() + timedelta(days=2)}, {"reported_on": "in_the_future"}),
        ({"diagnosis": "bcc", "breslow_mm": 0.4}, {"breslow_mm": "breslow_only_of_melanoma"}),
        ({"breslow_mm": -0.1}, {"breslow_mm": "not_a_length"}),
        ({"breslow_mm": 100.1}, {"breslow_mm": "not_a_length"}),
        ({"breslow_mm": float("nan")}, {"breslow_mm": "not_a_length"}),
        ({"breslow_mm": float("inf")}, {"breslow_mm": "not_a_length"}),
        ({"diagnosis": "wart"}, {"diagnosis": "invalid_choice"}),
        ({"margins": "narrow"}, {"margins": "invalid_choice"}),
        ({"lab_number": "x" * 61}, {"lab_number": "max_length"}),
    ],
)
def test_what_cannot_be_is_refused(changes, code, case, ana):
    with pytest.raises(ValidationError) as refused:
        enter_histology(lesion=case.lesion, by=ana, **REPORT | changes)

    found = codes(refused)
    found.pop("__all__", None)  # a constraint may say it a second time
    assert found == code
    assert not Pathology.objects.exists()
    assert not AuditEvent.objects.exists()


def test_an_in_situ_melanoma_may_have_a_thickness(case, ana):
    enter_histology(lesion=case.lesion, by=ana, **REPORT | {"diagnosis": "mel_in_situ", "breslow_mm": 0})

    assert Pathology.objects.get().breslow_mm == 0


def test_a_case_of_another_lesion_is_refused(case, ana):
    other = LesionFactory(patient=case.lesion.patient)

    with pytest.raises(ValidationError) as refused:
        enter_histology(lesion=other, case=case, by=ana, **REPORT)

    assert codes(refused) == {"case": "other_lesion"}


def test_a_double_click_enters_it_once(case, ana):
    enter_histology(lesion=case.lesion, case=case, by=ana, **REPORT)

    with pytest.raises(ValidationError) as refused:
        enter_histology(lesion=case.lesion, case=case, by=ana, **REPORT)

    assert refused.value.code == "entered_already"
    assert Pathology.objects.count() == AuditEvent.objects.count() == 1


def test_a_second_report_is_another_one_and_so_is_one_after_a_withdrawal(case, ana):
    first = enter_histology(lesion=case.lesion, by=ana, **REPORT)
    enter_histology(lesion=case.lesion, by=ana, **REPORT | {"lab_number": "L-2"})
    withdrawn(first)
    enter_histology(lesion=case.lesion, by=ana, **REPORT)

    assert Pathology.objects.count() == 3
