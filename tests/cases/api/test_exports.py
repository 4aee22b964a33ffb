"""/api/patients/<id>/export/ and /api/dataset/"""

import pytest

from tests.cases.exports.consented import consented_case
from tests.cases.exports.sent_zip import names_in
from tests.cases.report.cases import whole_case

pytestmark = pytest.mark.django_db


def test_a_patient(as_ana, clinic_a, ana):
    patient = whole_case(clinic_a, ana).lesion.patient

    answer = as_ana.get(f"/api/patients/{patient.pk}/export/")

    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "private, no-store"
    assert {"record.json", "images.csv"} <= set(names_in(answer))


def test_a_data_set(api, as_ana, admin_a, admin_b, clinic_a, ana):
    consented_case(clinic_a, ana)

    assert as_ana.post("/api/dataset/").status_code == 403
    assert "metadata.csv" in names_in(api(admin_a).post("/api/dataset/"))
    refused = api(admin_b).post("/api/dataset/")
    assert refused.status_code == 400
    assert "nothing_consented" in refused.content.decode()
