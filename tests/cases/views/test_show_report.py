"""The report on a page and as a file."""

import re

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from cases.models import Lesion
from tests.cases.report.cases import NOW, sign, whole_case
from tests.factories import LesionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(clinic_a, ana):
    """Three pictures, unsigned."""
    return whole_case(clinic_a, ana)


def test_the_page_says_what_the_file_says(browser, case):
    html = browser.get(reverse("cases:report", args=[case.pk])).content.decode()

    for words in (
        "PRELIMINARY",
        "Record number A-77",
        "Malignant probability 65.0%",
        "No diagnosis and no probability is reported.",
        "Cannot be analysed, no result: The picture is too dark to be judged.",
        "Decision support, not a diagnosis.",
        "c1a5" * 16,
        "Outline by the network segmenter-test",
    ):
        assert words in html, words
    assert html.count("<polygon") == 4  # two outlines, each a dark line over a light one
    assert html.count("Probability of each diagnosis") == 1


def test_a_signed_page_is_not_preliminary(browser, case, ana):
    sign(case, ana)

    html = browser.get(reverse("cases:report", args=[case.pk])).content.decode()

    assert "PRELIMINARY" not in html
    assert "Signed by Ana Alvarez" in html
    assert "&lt;b&gt;not bold&lt;/b&gt;" in html


def test_the_dot_has_the_number_of_the_patients_page(browser, case):
    html = browser.get(reverse("cases:report", args=[case.pk])).content.decode()
    assert "Lesion 1: Upper back" in html

    earlier = LesionFactory(patient=case.lesion.patient)
    Lesion.objects.filter(pk=earlier.pk).update(created_at=NOW.replace(year=2000))
    html = browser.get(reverse("cases:report", args=[case.pk])).content.decode()
    assert "Lesion 2: Upper back" in html
    assert "Lesion 1:" not in html


def test_the_file_has_a_neutral_name(browser, case):
    answer = browser.get(reverse("cases:report_pdf", args=[case.pk]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == f'inline; filename="report-of-case-{case.pk}.pdf"'
    assert AuditEvent.objects.get(act="report.printed").detail["form"] == "pdf"


def test_the_page_of_the_case_leads_there(browser, case):
    html = browser.get(reverse("cases:case", args=[case.pk])).content.decode()

    for name in ("report", "report_pdf"):
        assert f'href="{reverse(f"cases:{name}", args=[case.pk])}"' in html


def test_another_clinic_leaves_no_trace(client, case, cy):
    client.force_login(cy)
    for name in ("report", "report_pdf"):
        assert client.get(reverse(f"cases:{name}", args=[case.pk])).status_code == 404
    assert not AuditEvent.objects.filter(act="report.printed").exists()


def test_paper_repeats_head_and_foot():
    """Browsers do that with the head and foot of a table, and with nothing else."""
    from django.template.loader import get_template

    source = get_template("cases/report.html").template.source
    assert re.search(r"<thead>.*record_number.*preliminary.*</thead>", source, re.S)
    assert re.search(r"<tfoot>.*support.*</tfoot>", source, re.S)
