"""In an emergency Ana reads a record of clinic B: for an hour, for a reason, to read only, and everybody knows."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.roles import Act, may
from cases.models import BreakGlass
from cases.selectors import cases_visible_to, patients_visible_to
from cases.services.break_glass import TRIES_AN_HOUR, break_glass
from skinlesion.reads.through_glass import THROUGH_GLASS

REASON = "Unconscious in our emergency room, known to be allergic"


def open_record(ana, **more):
    asked = {"clinic_name": "clinic b", "record_number": "B-12", "reason": REASON, "by": ana}
    return break_glass(**(asked | more))


@pytest.fixture
def glass(ana, foreign):
    return open_record(ana)


def addresses(analysis) -> dict[str, str]:
    image = analysis.image
    ids = {"patient": image.case.lesion.patient_id, "lesion": image.case.lesion_id, "case": image.case_id}
    ids |= {"lesionimage": image.pk, "analysis": analysis.pk}
    found = {}
    for name, about in THROUGH_GLASS.items():
        if about.noun in ids and name != "api-review":
            kind = {"image-file": "thumbnail", "image_file": "thumbnail"}.get(name.split(":")[-1].removeprefix("api-"))
            kind = kind or ("mask" if "analysis" in name and "file" in name else None)
            found[name] = reverse(name, kwargs={about.argument: ids[about.noun]} | ({"kind": kind} if kind else {}))
    return found


def test_what_opens_and_what_is_put_on_record(browser, as_ana, foreign, glass, leaves, ana, clinic_b):
    for name, address in addresses(foreign).items():
        client = as_ana if name.startswith("api-") else browser
        events = leaves(lambda client=client, address=address: client.get(address))
        assert leaves.answer.status_code in (200, 302), (name, leaves.answer.status_code)
        for act, *_ in events:
            event = AuditEvent.objects.latest("pk")
            assert (event.act, event.user_id, event.clinic_id) == (act, ana.pk, clinic_b.pk)
            assert event.detail["break_glass"] is True


def test_before_and_without_it_nothing_opens(browser, as_ana, foreign, ana, bo, cy, client):
    for name, address in addresses(foreign).items():
        assert (as_ana if name.startswith("api-") else browser).get(address).status_code == 404, name
    open_record(ana)
    client.force_login(bo)
    for name, address in addresses(foreign).items():
        if not name.startswith("api-"):
            assert client.get(address).status_code == 404, "it is Ana's, not her clinic's"


def test_another_patient_of_that_clinic_stays_closed(browser, glass, cy):
    from tests.trust.record.conftest import record_of

    other = record_of(cy, "B-13")
    for address in addresses(other).values():
        if not address.startswith("/api/"):
            assert browser.get(address).status_code == 404


def test_it_is_in_no_list_and_no_search(browser, as_ana, foreign, glass, ana):
    number = b"B-12"
    for address in ("/patients/?q=B-12", "/?tab=all", "/api/patients/?search=B-12", "/api/cases/", "/worklist/export/"):
        client = as_ana if address.startswith("/api/") else browser
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        shown = content.replace(b"record B-12 of Clinic B", b"").replace(b'value="B-12"', b"").replace(b"q=B-12", b"")
        assert number not in shown, address
    assert not patients_visible_to(ana).filter(pk=glass.patient_id).exists()
    assert not cases_visible_to(ana).filter(lesion__patient=glass.patient_id).exists()


WRITES = [
    ("post", "/patients/{patient}/change/"),
    ("get", "/patients/{patient}/change/"),
    ("get", "/patients/{patient}/export.zip"),
    ("post", "/cases/{case}/images/"),
    ("post", "/cases/{case}/review/draft/"),
    ("post", "/images/{image}/analyse/"),
    ("get", "/images/{image}/outline/"),
    ("get", "/cases/{case}/fhir.json"),
]


@pytest.mark.parametrize(("method", "address"), WRITES)
def test_nothing_can_be_changed_or_taken_away(method, address, browser, foreign, glass):
    image = foreign.image
    ids = {"patient": image.case.lesion.patient_id, "case": image.case_id, "image": image.pk}
    assert getattr(browser, method)(address.format(**ids)).status_code == 404


@pytest.mark.parametrize("address", ["/api/patients/{patient}/", "/api/cases/{case}/"])
def test_nothing_can_be_changed_over_the_api(address, as_ana, foreign, glass):
    ids = {"patient": glass.patient_id, "case": foreign.image.case_id}
    assert as_ana.patch(address.format(**ids), {"reason": "x", "name": "y"}).status_code == 404


def test_the_page_offers_no_button_that_writes(browser, foreign, glass, analysis):
    page = browser.get(f"/cases/{foreign.image.case_id}/")
    assert (page.context["may_write"], page.context["may_analyse"]) == (False, False)
    assert "fhir.json" not in page.content.decode()
    assert "export.zip" not in browser.get(f"/patients/{glass.patient_id}/").content.decode()
    own = browser.get(f"/cases/{analysis.image.case_id}/")
    assert "fhir.json" in own.content.decode()
    assert own.context["may_write"] is True, "one's own patients are as ever"


def test_every_page_says_so_loudly(browser, glass):
    for address in ("/", "/patients/", "/accounts/password/"):
        page = browser.get(address).content.decode()
        assert 'role="alert"' in page
        assert "record B-12 of Clinic B" in page
    assert browser.post(reverse("cases:end_break_glass", args=[glass.pk])).status_code == 302
    assert 'class="glass"' not in browser.get("/").content.decode()


def test_it_ends_by_itself_after_sixty_minutes(browser, foreign, ana):
    began = timezone.now() - timedelta(minutes=59)
    glass = open_record(ana, now=began)
    assert glass.ends_at - glass.opened_at == timedelta(minutes=60)
    assert browser.get(f"/cases/{foreign.image.case_id}/").status_code == 200
    BreakGlass.objects.update(ends_at=timezone.now())
    User.objects.filter(pk=ana.pk).update(break_glass_until=timezone.now() + timedelta(minutes=5))
    assert browser.get(f"/cases/{foreign.image.case_id}/").status_code == 404, (
        "the row decides, not the note on the person"
    )


def test_the_administrators_of_both_clinics_are_told(
    ana, foreign, admin_a, admin_b, bo, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        glass = open_record(ana)
    assert sorted(letter.to[0] for letter in mail.outbox) == [admin_a.email, admin_b.email]
    for letter in mail.outbox:
        assert (ana.email in letter.body, str(glass.pk) in letter.body) == (True, True)
        assert "B-12" not in letter.body
        assert glass.patient.name not in letter.body
    event = AuditEvent.objects.get(act="break_glass.opened")
    assert (event.clinic_id, event.object_id, event.detail["of_clinic"]) == (
        glass.patient.clinic_id,
        glass.patient_id,
        ana.clinic_id,
    )


def test_the_administrators_of_both_clinics_find_it_in_the_admin(client, glass, admin_a, admin_b, ana):
    from tests.factories import ClinicFactory, UserFactory

    nobody = UserFactory(clinic=ClinicFactory(name="Clinic C"), role="admin")
    for admin, count in ((admin_a, 1), (admin_b, 1), (nobody, 0)):
        client.force_login(admin)
        page = client.get(reverse("admin:cases_breakglass_changelist"))
        assert page.context["cl"].result_count == count
        assert (REASON in page.content.decode()) is bool(count)
        assert glass.patient.name not in page.content.decode()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"reason": "urgent            "}, "reason_too_short"),
        ({"record_number": "B-13"}, "no_such_record"),
        ({"clinic_name": "Clinic"}, "no_such_record"),
        ({"clinic_name": "Clinic A", "record_number": "A-77"}, "no_such_record"),
    ],
)
def test_what_is_refused(ana, foreign, analysis, asked, code):
    with pytest.raises(ValidationError) as refusal:
        open_record(ana, **asked)
    said = refusal.value
    assert [error.code for error in (said.error_dict["reason"] if code == "reason_too_short" else [said])] == [code]
    missed = AuditEvent.objects.filter(act="break_glass.missed", user_id=ana.pk).count()
    assert missed == (code == "no_such_record"), "a try that finds nobody is on record"


def test_nobody_tries_their_way_through_the_numbers(ana, foreign):
    for number in range(TRIES_AN_HOUR):
        with pytest.raises(ValidationError):
            open_record(ana, record_number=f"B-{number + 100}")
    with pytest.raises(ValidationError) as refusal:
        open_record(ana)
    assert refusal.value.code == "too_many_tries"


def test_the_database_wants_a_reason_and_an_end(glass):
    for change in ({"reason": ""}, {"ends_at": glass.opened_at - timedelta(minutes=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BreakGlass.objects.update(**change)


def test_outside_of_a_request_the_glass_opens_nothing(ana, glass):
    assert may(ana, Act.WRITE_RECORD)
    assert not patients_visible_to(ana).filter(pk=glass.patient_id).exists()


def test_on_the_page(browser, foreign, glass):
    assert b"Emergency access" in browser.get("/emergency/").content
    short = {"clinic_name": "Clinic B", "record_number": "B-12", "reason": "now"}
    refused = browser.post("/emergency/", short)
    assert refused.status_code == 422
    assert "20 characters" in refused.content.decode()
    opened = browser.post("/emergency/", short | {"reason": REASON})
    assert opened["Location"] == f"/patients/{glass.patient_id}/"


def test_opened_twice_it_is_said_once_and_closed_once(browser, ana, glass):
    again = open_record(ana)
    assert browser.get("/").content.decode().count('class="glass"') == 1
    assert browser.post(reverse("cases:end_break_glass", args=[again.pk])).status_code == 302
    assert browser.get(f"/patients/{glass.patient_id}/").status_code == 404


def test_over_the_api(as_ana, foreign):
    asked = {"clinic_name": "Clinic B", "record_number": "B-12", "reason": REASON}
    opened = as_ana.post("/api/break-glass/", asked)
    assert opened.status_code == 201
    patient = f"/api/patients/{opened.json()['patient']}/"
    assert as_ana.get(patient).json()["record_number"] == "B-12"
    assert [row["id"] for row in as_ana.get("/api/break-glass/").json()["results"]] == [opened.json()["id"]]
    assert as_ana.post(f"/api/break-glass/{opened.json()['id']}/end/").status_code == 200
    assert as_ana.get(patient).status_code == 404
    assert as_ana.post(f"/api/break-glass/{opened.json()['id']}/end/").status_code == 404
    assert as_ana.post("/api/break-glass/", asked | {"reason": "now"}).json()["error"]["code"]
