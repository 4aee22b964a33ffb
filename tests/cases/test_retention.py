"""Records that were kept for long enough are listed; they go on an administrator's word only."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.models import Case, Erasure, Patient
from cases.selectors.retention import due_for_erasure
from cases.services.merge_patients import merge_patients
from cases.services.place_hold import place_hold
from tests.factories import CaseFactory, PatientFactory, SignedReviewFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)


def at(year: int, month: int = 11, day: int = 24) -> datetime:
    """Noon."""
    return datetime(year, month, day, 12, tzinfo=UTC)


def seen(clinic, *years: int, **fields) -> Patient:
    """Registered in the first of the years, with a case in each of the others."""
    patient = PatientFactory(clinic=clinic, **fields)
    Patient.objects.filter(pk=patient.pk).update(created_at=at(years[0]))
    for year in years[1:]:
        case = CaseFactory(lesion__patient=patient)
        Case.objects.filter(pk=case.pk).update(opened_at=at(year))
    return patient


@pytest.fixture
def ten_years(clinic_a):
    """Clinic A keeps records for ten years."""
    clinic_a.retention_years = 10
    clinic_a.save()
    return clinic_a


def due(clinic, today: date = TODAY) -> list[Patient]:
    """As of that day."""
    return list(due_for_erasure(Patient.objects.all(), clinic, today=today))


def test_the_last_visit_counts(ten_years):
    oldest, old = seen(ten_years, 2010, 2011), seen(ten_years, 2001, 2016)
    seen(ten_years, 2001, 2005, 2017)
    seen(ten_years, 2020)
    assert due(ten_years) == [oldest, old]
    assert due(ten_years, today=date(2026, 11, 24)) == [oldest], "to the day"


def test_nobody_is_due_who_is_held_expected_merged_or_elsewhere(ten_years, clinic_b, admin_a):
    held, keep, merged = (seen(ten_years, 2001, 2002) for _ in range(3))
    expected = seen(ten_years, 2001, 2002)
    SignedReviewFactory(
        case=expected.lesions.get().cases.get(),
        management="follow_up",
        follow_up_weeks=8,
        follow_up_due_on=date(2026, 11, 25),
    )
    seen(clinic_b, 2001)
    place_hold(patient=held, reason="Court", by=admin_a)
    merge_patients(keep=keep, merge=merged, by=admin_a)
    assert due(ten_years) == [keep]
    place_hold(patient=keep, reason="Court", by=admin_a)
    assert due(ten_years) == []


def test_a_hold_on_a_merged_registration_counts(ten_years, admin_a):
    keep, merged = seen(ten_years, 2001), seen(ten_years, 2001)
    place_hold(patient=merged, reason="Court", by=admin_a)
    merge_patients(keep=keep, merge=merged, by=admin_a)
    assert due(ten_years) == []


def test_without_a_number_of_years_nobody_is_ever_due(clinic_a):
    seen(clinic_a, 1950)
    assert due(clinic_a) == []


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2027, 2, 28)])
def test_leap_days_are_no_error(ten_years, today):
    assert due(ten_years, today=today) == []


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("retention", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("arguments", [(), ("--dry-run",), ("--dry-run", "--erase", "--count", "1")])
def test_the_command_lists_numbers_and_erases_nothing(ten_years, arguments):
    patient = seen(ten_years, 2001, 2002, name="Zyxolotl")
    said = command(*arguments)
    assert said == (
        f"patient {patient.pk}: last visit 2002-11-24\nClinic A: 1 due after 10 years; nothing was erased.\n"
    )
    assert Patient.objects.count() == 1


def test_it_erases_what_an_administrator_has_counted(ten_years, admin_a, ana):
    seen(ten_years, 2001), seen(ten_years, 2002), seen(ten_years, 2026)
    for wrong in ((), ("--by", ana.email, "--count", "2"), ("--by", "nobody@clinic.example", "--count", "2")):
        with pytest.raises(CommandError, match="administrator"):
            command("--erase", *wrong)
    for count in ((), ("--count", "1"), ("--count", "3")):
        with pytest.raises(CommandError, match="2 records are due"):
            command("--erase", "--by", admin_a.email, *count)
    assert Patient.objects.count() == 3
    assert command("--erase", "--by", admin_a.email, "--count", "2") == "2 records erased.\n"
    assert Patient.objects.count() == 1
    assert set(Erasure.objects.values_list("why", "erased_by")) == {("retention", admin_a.pk)}
