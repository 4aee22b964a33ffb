"""The worklist as a file for a spreadsheet."""

import csv
from datetime import timedelta
from io import StringIO

from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from cases.models import Case
from cases.services import export_worklist as service
from tests.cases.views.conftest import browser_of
from tests.cases.views.test_show_worklist import make_case
from tests.factories import SignedReviewFactory

EXPORT = reverse("cases:export_worklist")


def table(answer) -> list[dict[str, str]]:
    """The rows as a spreadsheet reads them."""
    return list(csv.DictReader(StringIO(b"".join(answer).decode("utf-8-sig"))))


def test_every_page_of_the_list_in_its_order_and_as_it_is_filtered(browser, clinic_a, monkeypatch):
    monkeypatch.setattr(service, "CHUNK", 2)
    cases = [make_case(clinic_a, name=f"Maria {number}") for number in range(5)]
    make_case(clinic_a, name="Jonas")
    Case.objects.filter(pk=cases[4].pk).update(opened_at=timezone.now() - timedelta(days=3))

    answer = browser.get(EXPORT, {"q": "maria"})
    rows = table(answer)

    assert answer["Content-Disposition"] == 'attachment; filename="worklist-to-review.csv"'
    assert [row["patient"] for row in rows] == ["Maria 4", "Maria 0", "Maria 1", "Maria 2", "Maria 3"]
    assert rows[0]["highest_malignant_probability"] == "0.6500"
    assert (rows[0]["state"], rows[0]["decision"]) == ("to_review", "")


def test_a_decision_stands_in_its_row(browser, clinic_a):
    case = make_case(clinic_a, state="empty")
    SignedReviewFactory(case=case, management="follow_up", follow_up_weeks=2)

    (row,) = table(browser.get(EXPORT, {"tab": "follow_up_coming"}))

    due = timezone.localdate() + timedelta(weeks=2)
    assert (row["decision"], row["follow_up_due_on"], row["highest_malignant_probability"]) == (
        "follow_up",
        due.isoformat(),
        "",
    )


def test_the_event_counts_and_names_nobody(browser, ana, clinic_a):
    make_case(clinic_a, name="Maria Lindqvist")

    browser.get(EXPORT, {"q": "Lindqvist", "mine": ""})

    event = AuditEvent.objects.get(act="worklist.exported")
    assert (event.user_id, event.clinic_id) == (ana.pk, clinic_a.pk)
    assert event.detail == {"list": "to_review", "cases": 1, "filters": ["q"]}


def test_a_stranger_exports_nothing_of_ours(clinic_a, cy):
    make_case(clinic_a)

    assert table(browser_of(cy).get(EXPORT, {"tab": "all"})) == []


def test_only_a_get_exports(browser):
    assert browser.post(EXPORT).status_code == 405
    assert not AuditEvent.objects.filter(act="worklist.exported").exists()
