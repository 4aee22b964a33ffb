"""/api/cases/<id>/report/"""

import pytest

from accounts.models import AuditEvent
from tests.cases.report.cases import whole_case

pytestmark = pytest.mark.django_db


def test_the_report_is_a_file_with_a_neutral_name(as_ana, clinic_a, ana):
    case = whole_case(clinic_a, ana)

    answer = as_ana.get(f"/api/cases/{case.pk}/report/")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert f"report-of-case-{case.pk}.pdf" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert AuditEvent.objects.filter(act="report.printed", object_id=case.pk).count() == 1
