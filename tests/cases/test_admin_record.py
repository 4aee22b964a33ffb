"""What an administrator may write in the record, and what stands for good."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import AuditEvent
from cases.models import Lesion, Pathology, Patient, Review
from tests.cases.admin_rows import page, send, signed_review, whole_record
from tests.cases.loop_rows import withdrawn
from tests.factories import (
    CaseFactory,
    DoneAnalysisFactory,
    LesionFactory,
    LesionImageFactory,
    PatientFactory,
    PredictionFactory,
)

NEW = {"record_number": "A-1", "name": "Nora New", "birth_date": "1970-01-31", "sex": "female", "skin_type": ""}


def writes():
    """What was done, without what was only looked at."""
    return AuditEvent.objects.exclude(act__endswith=".read").exclude(act__endswith=".listed")


@pytest.fixture
def desk(client, admin_a):
    """A client signed in as the clinic's administrator."""
    client.force_login(admin_a)
    return client


def errors_of(response) -> dict:
    return response.context["adminform"].form.errors


def test_a_patient_is_added_with_an_audit_event_that_names_fields_and_no_values(desk, admin_a, clinic_a):
    send(desk, page(Patient, "add"), {**NEW, "clinic": clinic_a.pk})

    patient = Patient.objects.get()
    assert (patient.clinic, patient.created_by) == (clinic_a, admin_a)
    event = AuditEvent.objects.get(object_type="patient", object_id=patient.pk)
    assert (event.act, event.user_id, event.clinic_id) == ("patient.added", admin_a.pk, clinic_a.pk)
    assert "name" in event.detail["fields"]
    assert "Nora" not in str(event.detail)


def test_the_own_clinic_is_chosen_already(desk, clinic_a, clinic_b):
    form = desk.get(page(Patient, "add"))
    assert re.search(rf'<option value="{clinic_a.pk}" selected>Clinic A</option>', form.text)
    assert "Clinic B" not in form.text


def test_a_patient_is_changed_with_an_audit_event(desk, admin_a, clinic_a):
    patient = PatientFactory(clinic=clinic_a, name="Old Name")
    send(desk, page(patient, "change"), {**NEW, "record_number": patient.record_number, "name": "New Name"})

    patient.refresh_from_db()
    assert patient.name == "New Name"
    event = AuditEvent.objects.get(act="patient.changed")
    assert (event.object_id, event.user_email, event.detail["through"]) == (patient.pk, admin_a.email, "admin")


def test_a_record_number_that_is_taken_is_a_sentence_beside_the_field(desk, clinic_a):
    PatientFactory(clinic=clinic_a, record_number="A-1")
    other = PatientFactory(clinic=clinic_a, record_number="A-2")
    sentence = ["A patient with this record number is already registered."]

    assert errors_of(send(desk, page(other, "change"), NEW))["record_number"] == sentence
    assert errors_of(send(desk, page(Patient, "add"), {**NEW, "clinic": clinic_a.pk}))["record_number"] == sentence


def test_the_same_record_number_at_another_clinic_is_no_hindrance(desk, clinic_a, clinic_b):
    PatientFactory(clinic=clinic_b, record_number="A-1")
    assert send(desk, page(Patient, "add"), {**NEW, "clinic": clinic_a.pk}).status_code == 302
    assert Patient.objects.filter(record_number="A-1").count() == 2


def test_nobody_is_born_tomorrow(desk, clinic_a):
    typed = {**NEW, "clinic": clinic_a.pk, "birth_date": date(timezone.localdate().year + 1, 1, 1)}
    assert errors_of(send(desk, page(Patient, "add"), typed))["birth_date"] == ["The birth date is in the future."]


def test_a_lesion_stays_with_its_patient_and_a_case_with_its_lesion(desk, clinic_a):
    lesion = LesionFactory(patient__clinic=clinic_a)
    case = CaseFactory(lesion=lesion)
    stranger = PatientFactory(clinic=clinic_a)
    send(desk, page(lesion, "change"), {"patient": stranger.pk, "body_site": "face", "description": "by the ear"})
    send(desk, page(case, "change"), {"lesion": LesionFactory(patient=stranger).pk, "reason": "itches"})

    before = (lesion.patient, lesion.pk)
    lesion.refresh_from_db()
    case.refresh_from_db()
    assert (lesion.patient, case.lesion_id) == before
    assert (lesion.body_site, case.reason) == ("face", "itches")
    assert set(writes().values_list("act", flat=True)) == {"lesion.changed", "case.changed"}


def test_histology_is_entered_from_the_lesions_page(desk, admin_a, clinic_a):
    lesion = LesionFactory(patient__clinic=clinic_a)
    address = re.search(r'href="([^"]+\?lesion=\d+)"', desk.get(page(lesion, "change")).text).group(1)
    form = desk.get(address)
    assert re.search(rf'<option value="{lesion.pk}" selected>Maria Lindqvist', form.text)

    typed = {"lesion": lesion.pk, "diagnosis": "mel", "breslow_mm": "0.4", "reported_on": "2026-03-02"}
    assert "breslow_mm" in errors_of(send(desk, address, {**typed, "breslow_mm": "-1"}))
    send(desk, address, typed)
    entered = Pathology.objects.get()
    assert (entered.lesion, entered.breslow_mm, entered.entered_by) == (lesion, 0.4, admin_a)
    assert writes().get().act == "pathology.added"


def test_histology_that_stands_is_not_overwritten(desk, clinic_a):
    stands = whole_record(clinic_a)["pathology"]
    said = stands.diagnosis
    typed = {"lesion": stands.lesion_id, "diagnosis": "vasc", "breslow_mm": "", "reported_on": "2026-03-02"}

    assert desk.get(page(stands, "change")).status_code == 200
    assert desk.post(page(stands, "change"), typed).status_code == 403
    stands.refresh_from_db()
    assert stands.diagnosis == said


def test_histology_that_was_withdrawn_says_so(desk, clinic_a):
    gone = withdrawn(whole_record(clinic_a)["pathology"])

    shown = desk.get(page(gone, "change")).text
    assert "Another patient&#x27;s report" in shown
    listed = desk.get(page(gone, "changelist") + "?withdrawn_at__isempty=0").text
    assert page(gone, "change") in listed
    assert 'alt="False"' in listed


def test_no_lesion_is_marked_on_a_merged_registration(desk, clinic_a):
    merged = PatientFactory(clinic=clinic_a, merged_into=PatientFactory(clinic=clinic_a))

    form = send(desk, page(Lesion, "add"), {"patient": merged.pk, "body_site": "chest", "description": ""})

    assert errors_of(form)["patient"] == ["This patient was merged into another; mark the lesion there."]
    assert not Lesion.objects.exists()


def test_no_report_is_of_tomorrow(desk, clinic_a):
    lesion = LesionFactory(patient__clinic=clinic_a)
    typed = {"lesion": lesion.pk, "diagnosis": "mel", "breslow_mm": "", "reported_on": "2999-03-02"}

    form = send(desk, page(Pathology, "add"), typed)

    assert errors_of(form)["reported_on"] == ["The report is of a day to come."]


def test_a_draft_can_be_corrected_but_for_the_impression(desk, clinic_a):
    case = CaseFactory(lesion__patient__clinic=clinic_a)
    draft = Review.objects.create(
        case=case,
        author=case.opened_by,
        impression="nv",
        impression_confidence="low",
        impression_plan="follow_up",
        impression_at=timezone.now(),
    )
    typed = {"diagnosis": "mel", "management": "excise", "notes": "", "impression": "mel"}
    assert send(desk, page(draft, "change"), typed).status_code == 302

    draft.refresh_from_db()
    assert (draft.diagnosis, draft.impression, draft.signed_at) == ("mel", "nv", None)
    assert writes().get().act == "review.changed"


def test_a_signed_review_can_only_be_read(desk, clinic_a):
    review = signed_review(CaseFactory(lesion__patient__clinic=clinic_a))
    shown = desk.get(page(review, "change"))
    assert "Melanoma" in shown.text
    assert not re.findall(r'<(?:textarea|select|input)[^>]+name="(?:diagnosis|management|notes)"', shown.text)

    assert desk.post(page(review, "change"), {"diagnosis": "nv", "management": "dismiss"}).status_code == 403
    review.refresh_from_db()
    assert review.diagnosis == "mel"


def test_a_review_signed_while_its_form_was_checked_stays_as_signed(rf, admin_a, clinic_a):
    case = CaseFactory(lesion__patient__clinic=clinic_a)
    draft = Review.objects.create(case=case, author=case.opened_by, diagnosis="mel", management="excise")
    stale = Review.objects.get(pk=draft.pk)
    Review.objects.update(signed_at=timezone.now(), signed_by=case.opened_by, agreement="no_result")

    stale.diagnosis = "nv"
    request = rf.post("/")
    request.user = admin_a
    with pytest.raises(PermissionDenied):
        admin.site.get_model_admin(Review).save_model(request, stale, form=None, change=True)
    draft.refresh_from_db()
    assert (draft.diagnosis, draft.signed_by) == ("mel", case.opened_by)


@pytest.mark.parametrize("name", ["case", "lesionimage", "review"])
def test_what_pages_make_is_not_added_here(desk, clinic_a, name):
    assert desk.get(page(type(whole_record(clinic_a)[name]), "add")).status_code == 403


@pytest.mark.parametrize("name", ["patient", "lesion", "case", "lesionimage", "review", "pathology"])
def test_nothing_of_the_record_is_deleted(desk, clinic_a, name):
    row = whole_record(clinic_a)[name]
    assert desk.post(page(row, "delete"), {"post": "yes"}).status_code == 403
    ticked = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    desk.post(page(row, "changelist"), ticked, follow=True)
    assert type(row).objects.filter(pk=row.pk).exists()


def test_what_a_picture_is_of_can_be_corrected_what_it_is_cannot(desk, clinic_a):
    image = LesionImageFactory(case__lesion__patient__clinic=clinic_a)
    stood = (image.sha256, image.width, image.case_id, image.original.name)
    typed = {"image_type": "overview", "taken_at_0": "2026-01-02", "taken_at_1": "10:00", "mm_per_pixel": "0.02"}
    assert "mm_per_pixel" in errors_of(send(desk, page(image, "change"), {**typed, "mm_per_pixel": "0"}))
    forged = {"sha256": "f" * 64, "width": 1, "case": CaseFactory().pk, "original": "elsewhere.jpg"}
    assert send(desk, page(image, "change"), {**typed, **forged}).status_code == 302

    image.refresh_from_db()
    assert (image.sha256, image.width, image.case_id, image.original.name) == stood
    assert (image.image_type, image.mm_per_pixel, image.taken_at.year) == ("overview", 0.02, 2026)
    assert writes().get().act == "lesionimage.changed"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ({"image_type": "overview"}, 1),
        ({"mm_per_pixel": "0.2"}, 1),
        ({"taken_at_0": "2026-01-02", "taken_at_1": "10:00"}, 0),
    ],
)
def test_a_corrected_scale_or_kind_asks_for_a_new_result(desk, clinic_a, typed, asked):
    image = LesionImageFactory(case__lesion__patient__clinic=clinic_a, mm_per_pixel=0.02)
    DoneAnalysisFactory(image=image)
    form = {"image_type": "dermoscopic", "taken_at_0": "", "taken_at_1": "", "mm_per_pixel": "0.02"}
    assert send(desk, page(image, "change"), {**form, **typed}).status_code == 302
    assert image.analyses.filter(state="queued").count() == asked


@pytest.mark.parametrize(
    ("typed", "earlier", "anyway"),
    [
        ({"mm_per_pixel": "0.2"}, {"anyway": True}, True),
        ({"mm_per_pixel": "0.2"}, {}, False),
        ({"mm_per_pixel": "0.2", "image_type": "overview"}, {"anyway": True}, False),
    ],
)
def test_a_new_scale_alone_overrules_no_more_and_no_less_than_the_clinician_did(desk, clinic_a, typed, earlier, anyway):
    image = LesionImageFactory(case__lesion__patient__clinic=clinic_a, mm_per_pixel=0.02)
    DoneAnalysisFactory(image=image, **earlier)
    form = {"image_type": "dermoscopic", "taken_at_0": "", "taken_at_1": "", "mm_per_pixel": "0.02"}
    assert send(desk, page(image, "change"), {**form, **typed}).status_code == 302
    assert image.analyses.get(state="queued").anyway is anyway


@pytest.mark.parametrize("which", ["changelist", "change"])
def test_a_case_left_to_a_person_says_so_and_shows_no_number_as_its_highest(desk, clinic_a, which):
    unsure = PredictionFactory(malignant_probability=0.437, uncertainty=0.9, verdict="needs_a_person")
    case = CaseFactory(lesion__patient__clinic=clinic_a)
    DoneAnalysisFactory(image=LesionImageFactory(case=case), prediction=unsure)
    shown = re.search(r"field-highest.*?</(?:td|div)>", desk.get(page(case, which)).text, re.S)[0]
    assert '<span class="state needs_a_person">Needs a person</span>' in shown
    assert "43.7" not in shown
