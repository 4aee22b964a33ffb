"""Patients in the admin: merged with a look at both, out and in as CSV."""

import pytest
from django.urls import reverse

from cases.models import Patient
from tests.cases.services.imports import dropped
from tests.factories import LesionFactory, PatientFactory

LIST = "/admin/cases/patient/"


@pytest.fixture
def two(clinic_a):
    """Two registrations, the second with a lesion."""
    both = (
        PatientFactory(clinic=clinic_a, name="Ann Lee"),
        PatientFactory(clinic=clinic_a, name="Anne Lee", sex="male"),
    )
    LesionFactory(patient=both[1])
    return both


@pytest.fixture
def office(client, admin_a):
    """The administrator's browser."""
    client.force_login(admin_a)
    return client


def act(browser, action: str, *patients, **fields):
    """Ticks the patients and runs the action."""
    ticked = [patient.pk for patient in patients]
    return browser.post(LIST, {"action": action, "_selected_action": ticked, **fields}, follow=True)


def test_nothing_is_merged_before_both_have_been_looked_at(office, two):
    answer = act(office, "merge_two", *two)
    assert "Ann Lee" in answer.text
    assert "Anne Lee" in answer.text
    assert answer.text.count("differs</span>") == 1
    assert not Patient.objects.filter(merged_into__isnull=False).exists()


def test_merged_and_undone(office, two):
    keep, merge = two
    assert "was merged into" in act(office, "merge_two", *two, keep=keep.pk).text
    merge.refresh_from_db()
    assert merge.merged_into == keep
    assert keep.lesions.count() == 1
    assert "stands alone again" in act(office, "undo_merge", merge).text
    assert merge.lesions.count() == 1
    assert "was not merged" in act(office, "undo_merge", merge).text


@pytest.mark.parametrize("count", [1, 3])
def test_two_are_needed(office, clinic_a, count):
    patients = PatientFactory.create_batch(count, clinic=clinic_a)
    assert "Tick exactly two" in act(office, "merge_two", *patients, keep=patients[0].pk).text
    assert not Patient.objects.filter(merged_into__isnull=False).exists()


def test_a_foreign_patient_cannot_be_reached(office, two, clinic_b):
    foreign = PatientFactory(clinic=clinic_b, name="Zacharias Quist")
    answer = act(office, "merge_two", two[0], foreign, keep=two[0].pk)
    assert "Tick exactly two" in answer.text
    assert "Zacharias" not in answer.text
    foreign.refresh_from_db()
    assert foreign.merged_into is None


def test_the_list_tells_merged_ones_apart(office, two):
    act(office, "merge_two", *two, keep=two[0].pk)
    found = {value: list(office.get(LIST, {"merged": value}).context["cl"].result_list) for value in ("yes", "no")}
    assert found == {"yes": [two[1]], "no": [two[0]]}


def test_export_holds_the_own_clinic_only(office, two, clinic_b):
    PatientFactory(clinic=clinic_b, name="Zacharias Quist")
    answer = office.get(reverse("admin:cases_patient_export"))
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeffrecord_number,name,birth_date,sex,skin_type")
    assert "Ann Lee" in text
    assert "Zacharias" not in text
    ticked = b"".join(act(office, "export_ticked", two[1]).streaming_content).decode()
    assert "Anne Lee" in ticked
    assert "Ann Lee" not in ticked


def test_import_says_errors_by_row_and_stores_when_there_are_none(office, clinic_a):
    address = reverse("admin:cases_patient_import")
    assert office.get(address).status_code == 200
    wrong = office.post(address, {"file": dropped("p.csv", "record_number,name,sex\nP-1,Ann,x\n")})
    assert "Write female, male, other or unknown." in wrong.text
    assert "Nothing was stored" in wrong.text
    right = "record_number,name\nP-1,Ann\n"
    assert "nothing is wrong" in office.post(address, {"file": dropped("p.csv", right), "dry_run": "on"}).text
    assert not Patient.objects.exists()
    assert "1 registered" in office.post(address, {"file": dropped("p.csv", right)}, follow=True).text
    assert Patient.objects.get().clinic == clinic_a
    refused = office.post(address, {"file": dropped("p.csv", b"\xff\xfe\x00")})
    assert refused.status_code == 200
    assert "CSV" in refused.text


def test_clinicians_do_neither(client, ana, two):
    client.force_login(ana)
    for name in ("import", "export"):
        assert client.get(reverse(f"admin:cases_patient_{name}"), follow=True).status_code == 403
    assert client.post(LIST, {"action": "merge_two", "_selected_action": [p.pk for p in two]}).status_code in (302, 403)
    assert not Patient.objects.filter(merged_into__isnull=False).exists()


def test_a_case_leads_to_its_admin_page_and_back(office, two, ana):
    from tests.factories import CaseFactory

    case = CaseFactory(lesion=two[1].lesions.get(), opened_by=ana)
    there = reverse("admin:cases_case_change", args=[case.pk])
    here = reverse("cases:case", args=[case.pk])
    assert there in office.get(here).text
    assert here in office.get(there).text
    office.force_login(ana)
    assert there not in office.get(here).text
