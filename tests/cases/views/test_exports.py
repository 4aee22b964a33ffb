"""Export of a patient, and of the research data set, from the pages and over the API."""

import pytest
from django.urls import reverse

from tests.cases.exports.consented import consented_case
from tests.cases.exports.sent_zip import names_in
from tests.cases.report.cases import whole_case
from tests.cases.views.conftest import browser_of

pytestmark = pytest.mark.django_db


def test_a_patients_page_gives_the_archive(browser, clinic_a, ana):
    patient = whole_case(clinic_a, ana).lesion.patient
    address = reverse("cases:export_patient", args=[patient.pk])

    assert f'href="{address}"' in browser.get(reverse("cases:patient", args=[patient.pk])).content.decode()
    answer = browser.get(address)

    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == f'attachment; filename="patient-{patient.pk}.zip"'
    assert "record.json" in names_in(answer)


def test_the_data_set_is_for_administrators(browser, admin_a, clinic_a, ana):
    consented_case(clinic_a, ana)
    address = reverse("cases:export_dataset")

    assert browser.get(address).status_code == 403
    assert browser.post(address).status_code == 403
    assert address not in browser.get(reverse("cases:patients")).content.decode()

    admin = browser_of(admin_a)
    assert f'href="{address}"' in admin.get(reverse("cases:patients")).content.decode()
    html = admin.get(address).content.decode()
    assert "Export 1 picture" in html
    answer = admin.post(address)
    assert answer["Content-Disposition"] == 'attachment; filename="dataset.zip"'
    assert answer["Cache-Control"] == "private, no-store"
    assert "metadata.csv" in names_in(answer)


def test_without_a_consent_there_is_nothing_to_export(admin_a):
    admin = browser_of(admin_a)
    address = reverse("cases:export_dataset")

    assert "No patient has consented yet" in admin.get(address).content.decode()
    refused = admin.post(address)
    assert refused.status_code == 422
    assert "No picture of a patient who consented to research." in refused.content.decode()
