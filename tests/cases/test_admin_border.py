"""An administrator of one clinic finds nothing of another one, on any page of the admin."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from analysis.models import Analysis
from cases.models import Lesion, Pathology
from tests.cases.admin_rows import admins, page, send, whole_record
from tests.factories import CLASSES, PatientFactory, UserFactory

SECRETS = ("Zacharias Quist", "Zoe Zimmer", "Z-4711")
SCOPED = [
    "patient",
    "lesion",
    "case",
    "lesionimage",
    "analysis",
    "segmentation",
    "prediction",
    "batchrun",
    "review",
    "pathology",
    "legalhold",
    "erasure",
]


@pytest.fixture
def of_a(clinic_a):
    """A record of clinic A, whose names must never show at clinic B."""
    record = whole_record(clinic_a, name=SECRETS[0], clinician=SECRETS[1])
    record["patient"].record_number = SECRETS[2]
    record["patient"].save()
    return record


@pytest.fixture
def of_b(clinic_b):
    """A record of clinic B, so that no page is empty for lack of rows."""
    return whole_record(clinic_b, name="Berta Bright", clinician="Bea Bell")


def test_the_rows_of_these_tests_are_all_there_are():
    # "breakglass" is of two clinics: tests/trust/record/test_break_glass.py
    assert {found.opts.model_name for found in admins()} == {*SCOPED, "modelversion", "heartbeat", "breakglass"}


@pytest.mark.parametrize("name", SCOPED)
def test_lists_show_the_own_clinic_only(client, admin_a, admin_b, of_a, of_b, name):
    client.force_login(admin_b)
    response = client.get(page(of_a[name], "changelist"), {"_facets": "True"})
    assert list(response.context["cl"].result_list) == [of_b[name]]
    assert not [secret for secret in SECRETS if secret in response.text]

    client.force_login(admin_a)
    assert list(client.get(page(of_a[name], "changelist")).context["cl"].result_list) == [of_a[name]]


@pytest.mark.parametrize("name", SCOPED)
def test_a_search_for_a_foreign_name_or_number_finds_nothing(client, admin_b, of_a, of_b, name):
    client.force_login(admin_b)
    for word in (*SECRETS, str(of_a[name].pk), of_a["lesionimage"].sha256):
        response = client.get(page(of_a[name], "changelist"), {"q": word})
        assert of_a[name] not in response.context["cl"].result_list


@pytest.mark.parametrize("which", ["change", "history", "delete"])
@pytest.mark.parametrize("name", SCOPED)
def test_a_foreign_row_is_not_found_on_any_page_of_its_own(client, admin_b, of_a, name, which):
    client.force_login(admin_b)
    response = client.get(page(of_a[name], which), follow=True)
    assert response.status_code == 403 or response.redirect_chain == [(reverse("admin:index"), 302)]
    assert not [secret for secret in SECRETS if secret in response.text]


@pytest.mark.parametrize("name", SCOPED)
def test_the_same_pages_open_for_the_own_administrator(client, admin_a, of_a, name):
    client.force_login(admin_a)
    assert client.get(page(of_a[name], "change")).status_code == 200
    assert client.get(page(of_a[name], "history")).status_code == 200


def test_a_post_to_a_foreign_row_changes_nothing(client, admin_b, of_a):
    client.force_login(admin_b)
    client.post(page(of_a["patient"], "change"), {"record_number": "X", "name": "X", "sex": "unknown"})
    of_a["patient"].refresh_from_db()
    assert (of_a["patient"].name, of_a["patient"].record_number) == (SECRETS[0], SECRETS[2])


def test_the_patient_search_of_the_lesion_form_offers_the_own_clinic_only(client, admin_b, of_a, of_b):
    client.force_login(admin_b)
    asked = {"app_label": "cases", "model_name": "lesion", "field_name": "patient"}
    found = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [row["text"] for row in found] == [str(of_b["patient"])]
    assert client.get(reverse("admin:autocomplete"), {**asked, "term": SECRETS[0]}).json()["results"] == []


def test_forms_neither_offer_nor_take_foreign_rows(client, admin_b, of_a, of_b):
    client.force_login(admin_b)
    offered = client.get(page(Pathology, "add"), {"lesion": of_a["lesion"].pk})
    assert not [secret for secret in SECRETS if secret in offered.text]
    assert "Berta Bright" in offered.text
    prefilled = client.get(page(Lesion, "add"), {"patient": of_a["patient"].pk})
    assert not [secret for secret in SECRETS if secret in prefilled.text]

    typed = {"lesion": of_a["lesion"].pk, "diagnosis": "nevus", "reported_on": "2026-01-02"}
    refused = send(client, page(Pathology, "add"), typed)
    assert "lesion" in refused.context["adminform"].form.errors
    refused = send(client, page(Lesion, "add"), {"patient": of_a["patient"].pk, "body_site": "face"})
    assert "patient" in refused.context["adminform"].form.errors
    foreign = PatientFactory.build(clinic=of_a["patient"].clinic, record_number="B-1")
    typed = {"clinic": foreign.clinic_id, "record_number": "B-1", "name": "New Person", "sex": "unknown"}
    refused = send(client, page(foreign, "add"), typed)
    assert "clinic" in refused.context["adminform"].form.errors


@pytest.mark.parametrize("name", ["lesionimage", "analysis"])
def test_analyse_again_ignores_foreign_rows(client, admin_b, of_a, name):
    client.force_login(admin_b)
    ticked = {"action": "analyse_again", "_selected_action": [of_a[name].pk]}
    client.post(page(of_a[name], "changelist"), ticked, follow=True)
    assert Analysis.objects.count() == 1
    assert not AuditEvent.objects.filter(act="analysis.requested").exists()


def test_versions_and_heartbeats_belong_to_the_whole_installation(client, admin_b, of_a):
    client.force_login(admin_b)
    versions = next(found.model for found in admins() if found.opts.model_name == "modelversion")
    assert len(client.get(page(versions, "changelist")).context["cl"].result_list) == 2
    one = versions.objects.get(kind="classifier")
    assert ", ".join(CLASSES) in client.get(page(one, "change")).text


def test_a_superuser_sees_both_clinics(client, of_a, of_b):
    client.force_login(UserFactory(role="admin", is_superuser=True, clinic=None))
    for name in SCOPED:
        response = client.get(page(of_a[name], "changelist"))
        assert set(response.context["cl"].result_list) == {of_a[name], of_b[name]}
        assert client.get(page(of_a[name], "change")).status_code == 200


@pytest.mark.parametrize("name", SCOPED)
def test_a_clinician_has_no_admin(client, ana, of_a, name):
    client.force_login(ana)
    assert client.get(page(of_a[name], "changelist")).status_code in (302, 403)
    assert SECRETS[0] not in client.get(page(of_a[name], "change"), follow=True).text
