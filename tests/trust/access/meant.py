"""A request of each operation that succeeds for whoever may: what is sent, and what must be so before."""

from collections.abc import Callable
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.services.issue_tokens import issue_tokens
from analysis.models import Analysis, BatchRun
from cases.models import ImportRun, LegalHold, LostToFollowUp, Patient, Review
from cases.services.merge_patients import merge_patients
from tests.factories import PASSWORD, AnalysisFactory, ReviewFactory, small_jpeg
from tests.trust.access.world import World

Rows = dict[str, object]
HISTOLOGY = {"diagnosis": "mel", "breslow_mm": 0.5, "reported_on": "2026-03-02"}
OUTLINE = [[10, 10], [50, 10], [50, 40], [10, 40]]


def picture() -> SimpleUploadedFile:
    """A small one."""
    return SimpleUploadedFile("a.jpg", small_jpeg(size=(320, 240), colour=(90, 60, 50)), "image/jpeg")


def table() -> SimpleUploadedFile:
    """One patient."""
    return SimpleUploadedFile("a.csv", b"record_number,name\nN-1,Nora New\n", "text/csv")


# what is sent, from the ids of a clinic's own rows
BODIES: dict[str, Callable[[dict[str, int]], dict]] = {
    "batches_create": lambda ids: {"again": True, "images": [ids["image"]]},
    "break_glass_create": lambda ids: {
        "clinic_name": "Clinic of the Foundlings",
        "record_number": "F-1",
        "reason": "Unconscious in our emergency department, no relative to be reached",
    },
    "cases_create": lambda ids: {"lesion": ids["lesion"], "reason": "Seen again"},
    "cases_partial_update": lambda ids: {"reason": "Seen again"},
    "cases_images_create": lambda ids: {"file": picture()},
    "cases_lost_create": lambda ids: {"note": "Moved away"},
    "cases_review_update": lambda ids: {"diagnosis": "nv", "management": "dismiss"},
    "cases_review_partial_update": lambda ids: {"diagnosis": "nv"},
    "cases_review_amend_create": lambda ids: {"reason": "Histology came back"},
    "cases_review_impression_create": lambda ids: {"diagnosis": "nv", "confidence": "high", "plan": "dismiss"},
    "histologies_create": lambda ids: HISTOLOGY | {"lesion": ids["lesion"]},
    "histologies_correct_create": lambda ids: HISTOLOGY | {"reason": "Wrong depth"},
    "histologies_withdraw_create": lambda ids: {"reason": "Somebody else's"},
    "images_outline_create": lambda ids: {"points": OUTLINE},
    "imports_create": lambda ids: {"files": [picture()], "patient": "P-1", "site": "face"},
    "lesions_create": lambda ids: {"patient": ids["patient"], "body_site": "face"},
    "lesions_partial_update": lambda ids: {"description": "Darker"},
    "patients_create": lambda ids: {"record_number": "N-1", "name": "Nora New"},
    "patients_partial_update": lambda ids: {"notes": "Called"},
    "patients_erase_create": lambda ids: {
        "why": "asked",
        "record_number": Patient.objects.filter(pk=ids["patient"]).values_list("record_number", flat=True).first()
        or "?",
    },
    "patients_hold_create": lambda ids: {"reason": "A complaint is open"},
    "patients_hold_lift_create": lambda ids: {"reason": "It is settled"},
    "patients_merge_create": lambda ids: {"merge": ids["twin"]},
    "patients_csv_import": lambda ids: {"file": table()},
}
FILES = {"cases_images_create", "imports_create", "patients_csv_import"}


def credentials(world: World, operation: str, role: str) -> dict:
    """For the operations that ask for no token: this role's own, or a stranger's guess."""
    person = world.people[role]
    if operation == "token_create":
        return {"email": person.email if person else "nobody@example.org", "password": PASSWORD}
    return {"refresh": issue_tokens(user=person).refresh if person else "guessed"}


def _draft(rows: Rows) -> None:
    Review.objects.filter(case=rows["case"]).delete()
    ReviewFactory(case=rows["case"], author=rows["case"].opened_by, diagnosis="mel", management="excise")


def _nothing_yet(rows: Rows) -> None:
    Review.objects.filter(case=rows["case"]).delete()


def _amendment(rows: Rows) -> None:
    ReviewFactory(case=rows["case"], author=rows["case"].opened_by, version=2, amendment_reason="Seen again")


def _follow_up(rows: Rows) -> Review:
    due = timezone.localdate() + timedelta(weeks=4)
    planned = {"management": "follow_up", "follow_up_weeks": 4, "follow_up_due_on": due}
    Review.objects.filter(pk=rows["review"].pk).update(**planned)
    return rows["review"]


def _lost(rows: Rows) -> None:
    LostToFollowUp.objects.create(review=_follow_up(rows), marked_by=rows["case"].opened_by)


def _impression_wanted(rows: Rows) -> None:
    _nothing_yet(rows)
    type(rows["clinic"]).objects.filter(pk=rows["clinic"].pk).update(impression_first=True)


def _consent(rows: Rows) -> None:
    Patient.objects.filter(pk=rows["patient"].pk).update(research_consent_on="2026-01-02")


def _foundling(rows: Rows) -> None:
    clinic = type(rows["clinic"]).objects.create(name="Clinic of the Foundlings")
    Patient.objects.create(clinic=clinic, record_number="F-1", name="Fay Found")


def _open_glass(rows: Rows) -> None:
    glass, ends_at = rows["glass"], timezone.now() + timedelta(minutes=9)
    type(glass).objects.filter(pk=glass.pk).update(ends_at=ends_at)
    type(glass.user).objects.filter(pk=glass.user_id).update(break_glass_until=ends_at)


def _not_held(rows: Rows) -> None:
    LegalHold.objects.filter(patient=rows["patient"]).delete()


def _failed(rows: Rows) -> None:
    Analysis.objects.filter(batch=rows["batch"]).update(batch=None)
    failed = {
        "state": "failed",
        "attempts": 5,
        "finished_at": timezone.now(),
        "reason_code": "crashed",
        "reason": "Crashed",
    }
    AnalysisFactory(image=rows["image"], batch=rows["batch"], **failed)


def _to_do(rows: Rows) -> None:
    BatchRun.objects.filter(pk=rows["batch"].pk).update(image_count=2, filled_at=None)


def _merged(rows: Rows) -> None:
    merge_patients(keep=rows["twin"], merge=rows["patient"], by=rows["case"].opened_by)


def _checked(rows: Rows) -> None:
    ImportRun.objects.filter(pk=rows["run"].pk).update(checked_at=timezone.now(), confirmed_at=None)


# what must be so before, made from a clinic's rows
BEFORE: dict[str, Callable[[Rows], object]] = {
    "batches_cancel_create": _to_do,
    "batches_pause_create": _to_do,
    "batches_resume_create": _to_do,
    "batches_retry_failed_create": _failed,
    "break_glass_create": _foundling,
    "break_glass_end_create": _open_glass,
    "cases_lost_create": _follow_up,
    "cases_lost_destroy": _lost,
    "cases_review_update": _draft,
    "cases_review_partial_update": _draft,
    "cases_review_sign_create": _draft,
    "cases_review_destroy": _amendment,
    "cases_review_impression_create": _impression_wanted,
    "dataset_create": _consent,
    "imports_confirm_create": _checked,
    "patients_erase_create": _not_held,
    "patients_hold_create": _not_held,
    "patients_unmerge_create": _merged,
}
