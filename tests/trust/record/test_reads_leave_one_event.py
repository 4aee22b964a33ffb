"""Each read of a patient's data leaves exactly one event; what a page asks for by itself leaves none of its own."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from skinlesion.reads.declared import Keeps, Many, Nothing, One, Part
from skinlesion.reads.middleware import WORDS
from skinlesion.reads.table import table
from tests.factories import PatientFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def objects(analysis):
    """Noun -> id of an object of clinic A."""
    image = analysis.image
    return {
        "patient": image.case.lesion.patient_id,
        "lesion": image.case.lesion_id,
        "case": image.case_id,
        "lesionimage": image.pk,
        "analysis": analysis.pk,
        "prediction": analysis.prediction_id,
        "segmentation": analysis.segmentation_id,
    }


def declared_as(kind, prefix: str) -> list[str]:
    return [name for name, said in table().items() if type(said) is kind and name.startswith(prefix)]


def get(client, name: str, objects: dict, **headers):
    said = table()[name]
    kwargs = {said.argument: objects[said.noun]} if isinstance(said, One) else {}
    return lambda: client.get(reverse(name, kwargs=kwargs), headers=headers)


# one that answers a GET, about an object of the fixture
ASKED = {"patient", "lesion", "case", "lesionimage", "analysis", "prediction", "segmentation"}


def readable(prefix: str) -> list[str]:
    return [name for name in declared_as(One, prefix) if table()[name].noun in ASKED]


NOBODY_IS_DUE = {"api-retention", "admin:cases_patient_due"}


def expected(name: str, objects: dict) -> list[tuple]:
    said = table()[name]
    return [(f"{WORDS.get(said.noun, said.noun)}.read", said.noun, objects[said.noun])]


def read_all(names: list[str], client, objects: dict, leaves, nothing_at: tuple[int, ...]) -> list[str]:
    """Asks for every address; those that showed something, each of which must have left its one event."""
    shown = []
    for name in names:
        events = leaves(get(client, name, objects))
        status = leaves.answer.status_code
        if status in nothing_at:
            assert events == [], name
            continue
        assert (name, status, events) == (name, 200, expected(name, objects))
        event = AuditEvent.objects.latest("pk")
        person = leaves.answer.wsgi_request.user
        assert (event.user_id, event.user_email, event.clinic_id) == (person.pk, person.email, person.clinic_id)
        assert event.request_id == leaves.answer["X-Request-ID"] != "-"
        shown.append(name)
    return shown


def test_each_page_about_one_object(browser, objects, leaves):
    """302 and 405: it only takes what is sent, or has nothing to show."""
    assert len(read_all(readable("cases:"), browser, objects, leaves, (302, 405))) >= 8


def test_each_operation_about_one_object(as_ana, objects, leaves):
    """403: what is for administrators."""
    assert len(read_all(readable("api-"), as_ana, objects, leaves, (403, 404, 405))) >= 11


def test_each_page_of_the_admin_about_one_object(desk, objects, leaves):
    """403: nobody deletes here."""
    shown = read_all(readable("admin:"), desk, objects, leaves, (403,))
    own = {"admin:cases_patient_erase", "admin:cases_patient_hold"}
    assert len(set(shown) - own) == 2 * len(ASKED), "each has a page and a history"


def test_each_list_counts_itself(browser, as_ana, desk, objects, leaves):
    """Those of what nobody has made yet count nothing, and are reads all the same."""
    clients = {"cases": browser, "api": as_ana, "admin": desk}
    names = [name for prefix in ("cases:", "api-", "admin:") for name in declared_as(Many, prefix)]
    assert len(names) > 15
    for name in names:
        if not table()[name].noun:
            continue  # choices, which have tests of their own
        said = table()[name]
        client = desk if name == "api-retention" else clients[name.replace("-", ":").partition(":")[0]]
        events = leaves(get(client, name, objects))
        assert (name, leaves.answer.status_code) == (name, 200)
        assert events == ([(f"{WORDS.get(said.noun, said.noun)}.listed", "", None)] if said.always else []), name
        detail = AuditEvent.objects.latest("pk").detail
        if said.always and said.noun in objects and name not in NOBODY_IS_DUE:
            assert detail == {"count": 1, "of": said.noun, "ids": [objects[said.noun]]}


def test_a_list_says_how_many_it_found_and_whom_it_showed(browser, ana, leaves):
    PatientFactory.create_batch(30, clinic=ana.clinic)
    leaves(lambda: browser.get("/patients/?page=2"))
    detail = AuditEvent.objects.latest("pk").detail
    assert (detail["count"], len(detail["ids"])) == (30, 5)


def test_the_choices_of_a_field_of_the_admin_are_a_list(desk, objects, leaves):
    asked = {"app_label": "cases", "model_name": "lesion", "field_name": "patient", "term": "Maria"}
    events = leaves(lambda: desk.get(reverse("admin:autocomplete"), asked))
    if leaves.answer.status_code == 200:
        assert events == [("patient.listed", "", None)]
        assert AuditEvent.objects.latest("pk").detail["ids"] == [objects["patient"]]
    else:
        assert events == []


def test_a_form_of_the_admin_that_offers_rows_is_a_list(desk, objects, leaves):
    assert leaves(lambda: desk.get(reverse("admin:cases_pathology_add"))) == [("lesion.listed", "", None)]
    assert AuditEvent.objects.latest("pk").detail["count"] == 1
    add = reverse("admin:cases_lesion_add")
    assert leaves(lambda: desk.get(add)) == [], "a field that is searched offers nobody yet"
    assert leaves(lambda: desk.get(f"{add}?patient={objects['patient']}")) == [("patient.listed", "", None)]
    assert AuditEvent.objects.latest("pk").detail["ids"] == [objects["patient"]]


KEPT = {
    "cases:report": "case",
    "cases:report_pdf": "case",
    "cases:case_fhir": "case",
    "cases:export_patient": "patient",
    "cases:export_worklist": "",
    "api-case-report": "case",
    "api-case-fhir": "case",
    "api-patient-export": "patient",
    "api-worklist-export": "",
}


def test_what_a_service_keeps_is_kept_once(browser, as_ana, objects, leaves):
    for name, noun in KEPT.items():
        client = as_ana if name.startswith("api-") else browser
        address = reverse(name, kwargs={f"{noun}_id": objects[noun]} if noun else {})
        events = leaves(partial(client.get, address))
        assert (name, leaves.answer.status_code) == (name, 200)
        assert [act for act, *_ in events] == [table()[name].act]
        assert isinstance(table()[name], Keeps)


@pytest.mark.parametrize("name", ["cases:queue", "cases:count_worklists"])
def test_counts_are_no_read(name, browser, objects, leaves):
    assert leaves(lambda: browser.get(reverse(name), headers=HTMX)) == []
    assert leaves.answer.status_code == 200
    assert isinstance(table()[name], Nothing)


def test_the_pictures_of_a_page_are_part_of_its_read(browser, analysis, objects, leaves):
    files = [reverse("cases:image_file", args=[analysis.image_id, kind]) for kind in ("thumbnail", "rendition")]
    panel = reverse("cases:analysis_panel", args=[analysis.image_id])
    mask = reverse("cases:analysis_file", args=[analysis.pk, "mask"])
    for page in (f"/cases/{objects['case']}/", f"/patients/{objects['patient']}/", "/", "/patients/"):
        assert len(leaves(lambda page=page: browser.get(page))) == 1
        for part in (*files, mask):
            assert leaves(lambda part=part: browser.get(part)) == []
            assert leaves.answer.status_code == 200
        assert leaves(lambda: browser.get(panel, headers=HTMX)) == []
        AuditEventsOf(browser).forget()


class AuditEventsOf:
    """Makes a minute pass, without waiting for it."""

    def __init__(self, browser):
        self.browser = browser

    def forget(self):
        from django.db import connection

        from accounts.audit.append_only import lift

        lift(connection)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_auditevent SET at = %s", [timezone.now() - timedelta(seconds=61)])


def test_a_picture_without_its_page_is_a_read_once_a_minute(browser, analysis, leaves):
    address = reverse("cases:image_file", args=[analysis.image_id, "rendition"])
    read = [("image.read", "lesionimage", analysis.image_id)]
    assert leaves(lambda: browser.get(address)) == read
    assert leaves(lambda: browser.get(address)) == []
    AuditEventsOf(browser).forget()
    assert leaves(lambda: browser.get(address)) == read
    assert AuditEvent.objects.latest("pk").detail == {"file": "rendition"}


def test_a_picture_is_no_part_of_another_patients_page(browser, analysis, ana, leaves):
    other = PatientFactory(clinic=ana.clinic)
    browser.get(f"/patients/{other.pk}/")
    assert len(leaves(lambda: browser.get(reverse("cases:image_file", args=[analysis.image_id, "rendition"])))) == 1


def test_a_picture_is_no_part_of_another_persons_read(browser, desk, analysis, objects, leaves):
    desk.get(f"/cases/{objects['case']}/")
    assert len(leaves(lambda: browser.get(reverse("cases:image_file", args=[analysis.image_id, "rendition"])))) == 1


def test_an_original_is_always_a_read_of_its_own(browser, analysis, objects, leaves):
    browser.get(f"/cases/{objects['case']}/")
    for _ in range(2):
        events = leaves(lambda: browser.get(reverse("cases:image_file", args=[analysis.image_id, "original"])))
        assert events == [("image.downloaded", "lesionimage", analysis.image_id)]


def test_a_panel_that_asks_every_second_leaves_an_event_a_minute(browser, analysis, leaves):
    panel = reverse("cases:analysis_panel", args=[analysis.image_id])
    counts = [len(leaves(lambda: browser.get(panel, headers=HTMX))) for _ in range(5)]
    assert leaves.answer.status_code == 286
    assert counts == [1, 0, 0, 0, 0]


def test_a_list_that_reloads_itself_is_a_read_when_it_shows_somebody_new(browser, objects, ana, leaves):
    assert len(leaves(lambda: browser.get("/patients/", headers=HTMX))) == 1
    assert leaves(lambda: browser.get("/patients/", headers=HTMX)) == []
    PatientFactory(clinic=ana.clinic)
    assert len(leaves(lambda: browser.get("/patients/", headers=HTMX))) == 1
    assert len(leaves(lambda: browser.get("/patients/"))) == 1, "a person who opens it reads it"


@pytest.mark.parametrize("address", ["/cases/4711/", "/patients/4711/", "/api/cases/4711/"])
def test_what_is_not_there_is_not_read(browser, address, leaves):
    assert leaves(lambda: browser.get(address)) == []
    assert leaves.answer.status_code == 404


def test_what_another_clinic_has_is_not_read(browser, foreign, leaves):
    assert leaves(lambda: browser.get(f"/cases/{foreign.image.case_id}/")) == []
    assert leaves.answer.status_code == 404


def test_a_refused_form_shows_the_record_and_is_a_read(browser, objects, leaves):
    events = leaves(lambda: browser.post(f"/patients/{objects['patient']}/change/", {"name": ""}))
    assert leaves.answer.status_code == 422
    assert events == [("patient.read", "patient", objects["patient"])]


def test_a_write_leaves_its_own_event_and_no_read(as_ana, objects, leaves):
    events = leaves(lambda: as_ana.patch(f"/api/patients/{objects['patient']}/", {"name": "Maria L. Lindqvist"}))
    assert leaves.answer.status_code == 200
    assert events == [("patient.changed", "patient", objects["patient"])]


def test_without_its_event_the_page_does_not_leave_the_house(browser, objects, monkeypatch):
    def refuse(*args, **kwargs):
        raise RuntimeError("no room for an event")

    monkeypatch.setattr(AuditEvent, "save", refuse)
    browser.raise_request_exception = False
    answer = browser.get(f"/cases/{objects['case']}/")
    assert answer.status_code == 500
    assert b"Lindqvist" not in answer.content


def test_a_request_id_that_somebody_sends_again_hides_nothing(browser, objects, leaves):
    sent = {"X-Request-ID": "0123456789abcdef"}
    for _ in range(2):
        assert len(leaves(lambda: browser.get(f"/cases/{objects['case']}/", headers=sent))) == 1
    assert AuditEvent.objects.filter(request_id="0123456789abcdef").count() == 2


def test_parts_are_declared_as_such():
    assert {name for name, said in table().items() if type(said) is Part} == {
        "cases:image_file",
        "cases:analysis_file",
        "cases:outline_mask",
        "cases:analysis_panel",
        "api-image-file",
        "api-outline-mask",
        "api-analysis-file",
    }
