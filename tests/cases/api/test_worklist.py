"""/api/worklist/, its export, and the worklist's filters on /api/cases/"""

import csv
from io import StringIO

import pytest

from accounts.models import AuditEvent
from cases.selectors import WORKLISTS
from tests.factories import AnalysisFactory, CaseFactory, DoneAnalysisFactory, LesionImageFactory, SignedReviewFactory


@pytest.fixture
def to_review(clinic_a):
    """A case of Clinic A with a suspicious result."""
    case = CaseFactory(lesion__patient__clinic=clinic_a, lesion__patient__name="=Evil, Eve", lesion__body_site="face")
    DoneAnalysisFactory(image=LesionImageFactory(case=case))
    return case


@pytest.fixture
def excised(clinic_a):
    """A case of Clinic A that waits for its histology."""
    return SignedReviewFactory(case__lesion__patient__clinic=clinic_a, management="excise").case


def test_counts_and_queue_of_the_own_clinic(as_ana, to_review, excised, clinic_a, clinic_b):
    for clinic in (clinic_a, clinic_b):
        AnalysisFactory(image=LesionImageFactory(case__lesion__patient__clinic=clinic))

    body = as_ana.get("/api/worklist/").json()

    assert list(body["lists"]) == list(WORKLISTS)
    found = {code: count for code, count in body["lists"].items() if count}
    assert found == {"to_review": 1, "awaiting_histology": 1, "running": 1, "all": 3}
    assert body["queue"] == {"waiting": 1, "running": 0, "in_batches": 0, "seconds": None, "answered": False}


def test_a_stranger_counts_nothing(api, cy, to_review, excised):
    assert set(api(cy).get("/api/worklist/").json()["lists"].values()) == {0}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("search=evil", 1),
        ("body_site=head_neck", 1),
        ("verdict=suspicious", 1),
        ("verdict=no_result", 1),
        ("mine=true", 0),
        ("mine=false", 2),
        ("opened_after=2000-01-01", 2),
        ("opened_before=2000-01-01", 0),
    ],
)
def test_counts_and_lists_are_narrowed_alike(as_ana, to_review, excised, query, count):
    assert as_ana.get(f"/api/worklist/?{query}").json()["lists"]["all"] == count
    assert as_ana.get(f"/api/cases/?{query}").json()["count"] == count


def test_the_lists_are_filters_of_the_cases(as_ana, to_review, excised):
    def ids(query: str) -> list[int]:
        return [row["id"] for row in as_ana.get(f"/api/cases/?{query}").json()["results"]]

    assert ids("worklist=to_review") == [to_review.pk]
    assert ids("worklist=awaiting_histology") == [excised.pk]
    assert ids("worklist=awaiting_histology&verdict=suspicious") == []
    assert ids("worklist=all") == [excised.pk, to_review.pk]
    assert ids("worklist=all&ordering=opened_at") == [to_review.pk, excised.pk]


def test_the_export_is_safe_filtered_and_leaves_an_event(as_ana, to_review, excised):
    answer = as_ana.get("/api/worklist/export/?worklist=all&search=evil")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(StringIO(b"".join(answer).decode("utf-8-sig")))
    assert (row["case"], row["patient"]) == (str(to_review.pk), "'=Evil, Eve")
    event = AuditEvent.objects.get(act="worklist.exported")
    assert event.detail == {"list": "all", "cases": 1, "filters": ["search"]}


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("worklist/?verdict=moon", "verdict"),
        ("worklist/?opened_after=yesterday", "opened_after"),
        ("worklist/export/?worklist=moon", "worklist"),
        ("worklist/export/?sort=moon", "sort"),
        ("cases/?worklist=moon", "worklist"),
        ("cases/?body_site=moon", "body_site"),
    ],
)
def test_what_does_not_exist_is_a_field_error(as_ana, address, field):
    answer = as_ana.get(f"/api/{address}")

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]


@pytest.mark.parametrize("address", ["/api/worklist/", "/api/worklist/export/"])
def test_nobody_unknown_gets_in(api, db, address):
    assert api().get(address).status_code == 401
