"""Which patients a list shows, who may be the same person, and how much of each is on record."""

from datetime import date

import pytest

from cases.selectors import current_patients_visible_to, namesakes, patients_visible_to, with_counts
from tests.factories import CaseFactory, LesionFactory, PatientFactory

BORN = date(1961, 5, 4)


@pytest.fixture
def maria(clinic_a):
    """Known to clinic A."""
    return PatientFactory(clinic=clinic_a, name="Maria Östberg-Lindqvist", birth_date=BORN)


@pytest.mark.parametrize(
    "name",
    ["Maria Östberg-Lindqvist", "maria östberg lindqvist", " ÖSTBERG-LINDQVIST,  Maria ", "Lindqvist Östberg, Maria"],
)
def test_the_same_words_and_birth_date_may_be_the_same_person(maria, ana, clinic_a, name):
    assert namesakes(ana, clinic=clinic_a, name=name, birth_date=BORN) == [maria]


@pytest.mark.parametrize(
    ("name", "birth_date"),
    [
        ("Maria Östberg", BORN),
        ("Maria Östberg-Lindqvist", date(1961, 5, 5)),
        ("Maria Östberg-Lindqvist", None),
    ],
)
def test_another_name_or_day_or_an_unknown_day_is_no_namesake(maria, ana, clinic_a, name, birth_date):
    assert namesakes(ana, clinic=clinic_a, name=name, birth_date=birth_date) == []


def test_two_unknown_birth_dates_are_not_the_same(ana, clinic_a):
    PatientFactory(clinic=clinic_a, name="Maria Lindqvist", birth_date=None)

    assert namesakes(ana, clinic=clinic_a, name="Maria Lindqvist", birth_date=None) == []


def test_other_clinics_and_merged_patients_are_no_namesakes(maria, ana, cy, clinic_a, clinic_b):
    assert namesakes(cy, clinic=clinic_b, name=maria.name, birth_date=BORN) == []
    assert namesakes(cy, clinic=clinic_a, name=maria.name, birth_date=BORN) == []
    maria.merged_into = PatientFactory(clinic=clinic_a)
    maria.save()
    assert namesakes(ana, clinic=clinic_a, name=maria.name, birth_date=BORN) == []


def test_lists_leave_out_who_was_merged_and_pages_find_them(maria, ana, clinic_a):
    merged = PatientFactory(clinic=clinic_a, merged_into=maria)

    assert list(current_patients_visible_to(ana)) == [maria]
    assert set(patients_visible_to(ana)) == {maria, merged}


def test_visits_are_counted_in_the_same_query(maria, ana, clinic_a, django_assert_num_queries):
    latest = [CaseFactory(lesion=LesionFactory(patient=maria)) for _ in range(2)][-1]
    CaseFactory(lesion=latest.lesion)
    last = CaseFactory(lesion=latest.lesion)
    PatientFactory(clinic=clinic_a, name="Zoe")

    with django_assert_num_queries(1):
        found = [(row.lesion_count, row.last_seen) for row in with_counts(patients_visible_to(ana))]
    assert found == [(2, last.opened_at), (0, None)]
