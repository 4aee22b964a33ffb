"""The page of what a batch changed, in the admin: who finds it, what it shows, what it stores."""

import csv
import io

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from analysis.models import Analysis
from tests.analysis.batch_rows import a_batch, again
from tests.cases.loop_rows import signed
from tests.factories import AnalysisFactory, CaseFactory, LesionImageFactory

pytestmark = pytest.mark.django_db
PAGES = ("show", "changes_csv", "recall_csv")


@pytest.fixture
def batch(admin_a):
    """In shadow, finished: one recall, one that stayed as it was."""
    batch = a_batch(admin_a, shadow=True)
    case = CaseFactory(lesion__patient__clinic=batch.clinic, lesion__patient__name="=Maria Lindqvist")
    signed(case, "follow_up", weeks=12)
    again(batch, LesionImageFactory(case=case), "likely_benign", "suspicious")
    again(batch, LesionImageFactory(case=case), "likely_benign", "likely_benign")
    return batch


def address(name: str, batch, **query) -> str:
    return reverse(f"admin:analysis_batchrun_{name}", args=[batch.pk], query=query)


def lines(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text)))


def test_it_says_what_crossed_and_leads_to_the_case(client, admin_a, batch):
    client.force_login(admin_a)
    page = client.get(address("show", batch))

    assert page.status_code == 200
    assert "Pictures that crossed the operating point, n = 1" in page.text
    assert "<strong>1</strong> Signed as dismiss or follow-up, suspicious now" in page.text
    assert reverse("cases:case", args=[Analysis.objects.filter(batch=batch).first().image.case_id]) in page.text
    assert "lesion outlined" in page.text
    assert "Sign off as Ada Adler" in page.text


@pytest.mark.parametrize("name", PAGES)
def test_nobody_else_finds_it(client, admin_b, ana, batch, name):
    client.force_login(admin_b)
    assert client.get(address(name, batch)).status_code == 404
    client.force_login(ana)
    assert client.get(address(name, batch)).status_code in (302, 403)


@pytest.mark.parametrize("name", ["sign_off", "show_results"])
def test_nobody_else_signs_or_shows(client, admin_b, ana, batch, name):
    for user in (admin_b, ana):
        client.force_login(user)
        assert client.post(address(name, batch)).status_code in (302, 403, 404)
    batch.refresh_from_db()
    assert (batch.signed_off_at, batch.shadow) == (None, True)


def test_the_choice_narrows_everything_and_nonsense_counts_as_not_said(client, admin_a, batch):
    client.force_login(admin_a)
    narrowed = client.get(address("show", batch, skin_type="VI"))
    assert "No picture of this batch is of that kind." in narrowed.text
    assert "n = 1" in client.get(address("show", batch, skin_type="green", consequence="x", p="x")).text
    assert "None." in client.get(address("show", batch, consequence="treated_no_longer")).text


def test_the_files_are_safe_in_a_spreadsheet_and_leave_a_trace(client, admin_a, batch):
    client.force_login(admin_a)
    header, *rows = lines(client.get(address("changes_csv", batch)))
    (found,) = (dict(zip(header, row, strict=True)) for row in rows)
    assert found["name"] == "'=Maria Lindqvist"
    assert (found["verdict_before"], found["verdict_now"]) == ("Likely benign", "Suspicious")
    assert (found["malignant_now"], found["classifier_now"]) == ("0.6500", "classifier-new")

    header, row = lines(client.get(address("recall_csv", batch)))
    assert dict(zip(header, row, strict=True))["signed_as"] == "Photo follow-up"
    assert AuditEvent.objects.filter(act__in=["batch.changes_exported", "batch.recall_exported"]).count() == 2


def test_signed_off_and_then_shown_to_clinicians(client, admin_a, batch):
    client.force_login(admin_a)
    page = client.post(address("sign_off", batch), {"note": "Called."}, follow=True)
    assert "Ada Adler signed this off on" in page.text
    assert "Called." in page.text
    assert "Show these results to clinicians" in page.text

    page = client.post(address("show_results", batch), follow=True)
    assert "please say that you are sure" in page.text
    assert not Analysis.shown.filter(batch=batch).exists()

    page = client.post(address("show_results", batch), {"sure": "on"}, follow=True)
    assert "2 results of this batch can be seen by clinicians now." in page.text
    assert Analysis.shown.filter(batch=batch).count() == 2


def test_an_unfinished_batch_cannot_be_signed(client, admin_a, batch):
    AnalysisFactory(batch=batch, segmenter=batch.segmenter, classifier=batch.classifier, shadow=True)
    client.force_login(admin_a)
    assert "Sign off as" not in client.get(address("show", batch)).text
    refused = client.post(address("sign_off", batch), follow=True)
    assert "still waiting or being analysed" in refused.text


def test_the_batchs_own_page_and_list_lead_there(client, admin_a, batch):
    client.force_login(admin_a)
    for name, arguments in (("changelist", []), ("change", [batch.pk])):
        page = client.get(reverse(f"admin:analysis_batchrun_{name}", args=arguments))
        assert f'href="{address("show", batch)}"' in page.text
