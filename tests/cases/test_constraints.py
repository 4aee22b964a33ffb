"""Every sentence that must always hold for the record, and somebody who tries to break it."""

import uuid
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.models import Erasure, LegalHold, Pathology, PatientTerm
from tests.factories import (
    BreakGlassFactory,
    CaseFactory,
    ImportRowFactory,
    ImportRunFactory,
    LesionFactory,
    LesionImageFactory,
    PatientFactory,
    ReviewFactory,
    SignedReviewFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def pathology(**values) -> Pathology:
    lesion = LesionFactory()
    entered_by = UserFactory(clinic=lesion.patient.clinic)
    values = {"diagnosis": "mel", "reported_on": date(2026, 3, 2)} | values
    return Pathology.objects.create(lesion=lesion, entered_by=entered_by, **values)


def same_record_number() -> None:
    first = PatientFactory()
    PatientFactory(clinic=first.clinic, record_number=first.record_number)


def same_term_twice() -> None:
    term = PatientFactory().terms.first()
    PatientTerm.objects.create(patient=term.patient, digest=term.digest)


def hold(**values) -> LegalHold:
    return LegalHold.objects.create(
        **{"patient": PatientFactory(), "reason": "Court", "placed_by": UserFactory()} | values
    )


def two_holds() -> None:
    hold(patient=hold().patient)


def erasure(**values) -> Erasure:
    by = UserFactory()
    return Erasure.objects.create(**{"clinic": by.clinic, "patient_number": 7, "erased_by": by} | values)


def merged_into_itself() -> None:
    patient = PatientFactory()
    patient.merged_into = patient
    patient.save()


def same_picture_twice() -> None:
    first = LesionImageFactory()
    LesionImageFactory(case=first.case, sha256=first.sha256)


def two_versions(**values) -> None:
    case = CaseFactory()
    SignedReviewFactory(case=case)
    ReviewFactory(case=case, **values)


def two_drafts() -> None:
    first = ReviewFactory()
    ReviewFactory(case=first.case, version=2, amendment_reason="Seen again")


def same_row_number() -> None:
    first = ImportRowFactory()
    ImportRowFactory(run=first.run, number=first.number)


def same_row_picture() -> None:
    image = LesionImageFactory()
    first = ImportRowFactory(state="done", image=image)
    ImportRowFactory(run=first.run, state="done", image=image)


def glass(**changes):
    return BreakGlassFactory(user=UserFactory(), patient=PatientFactory(), **changes)


ATTEMPTS = [
    ("patient_record_number_unique_per_clinic", same_record_number),
    ("patient_has_a_record_number", lambda: PatientFactory(record_number="")),
    ("patient_term_once", same_term_twice),
    ("legal_hold_one_at_a_time", two_holds),
    ("legal_hold_has_a_reason", lambda: hold(reason="")),
    ("legal_hold_lifted_by_somebody_for_a_reason", lambda: hold(lifted_at=NOW)),
    ("legal_hold_lifted_by_somebody_for_a_reason", lambda: hold(lifted_at=NOW, lifted_by=UserFactory())),
    ("erasure_why_known", lambda: erasure(why="spite")),
    ("break_glass_has_a_reason", lambda: glass(reason="")),
    ("break_glass_ends_after_it_began", lambda: glass(opened_at=NOW, ends_at=NOW - timedelta(minutes=1))),
    ("patient_has_a_name", lambda: PatientFactory(name="")),
    ("patient_skin_type_known", lambda: PatientFactory(skin_type="VII")),
    ("patient_sex_known", lambda: PatientFactory(sex="?")),
    ("patient_not_merged_into_itself", merged_into_itself),
    ("lesion_point_complete_and_on_the_map", lambda: LesionFactory(body_x=None)),
    ("lesion_point_complete_and_on_the_map", lambda: LesionFactory(body_y=1.01)),
    ("lesion_point_complete_and_on_the_map", lambda: LesionFactory(body_view="")),
    ("lesion_body_site_known", lambda: LesionFactory(body_site="tail")),
    ("lesion_image_once_per_case", same_picture_twice),
    ("lesion_image_has_pixels", lambda: LesionImageFactory(width=0)),
    ("lesion_image_scale_positive", lambda: LesionImageFactory(mm_per_pixel=0.0)),
    ("lesion_image_has_its_files", lambda: LesionImageFactory(thumbnail="")),
    ("pathology_diagnosis_known", lambda: pathology(diagnosis="melanoma")),
    ("pathology_breslow_not_negative", lambda: pathology(breslow_mm=-0.1)),
    ("pathology_breslow_only_of_melanoma", lambda: pathology(diagnosis="nv", breslow_mm=0.4)),
    ("pathology_margins_known", lambda: pathology(margins="wide")),
    ("pathology_withdrawn_by_somebody_for_a_reason", lambda: pathology(withdrawn_reason="Wrong patient")),
    (
        "pathology_withdrawn_by_somebody_for_a_reason",
        lambda: pathology(withdrawn_at=NOW, withdrawn_by=UserFactory()),
    ),
    ("review_version_unique_per_case", lambda: two_versions(version=1)),
    ("review_one_draft_per_case", two_drafts),
    ("review_signed_at_and_by_together", lambda: ReviewFactory(signed_by=UserFactory())),
    ("review_signed_has_diagnosis_and_management", lambda: SignedReviewFactory(diagnosis="")),
    ("review_management_known", lambda: ReviewFactory(management="wait")),
    ("review_diagnosis_known", lambda: ReviewFactory(diagnosis="melanoma")),
    ("review_impression_whole_or_none", lambda: ReviewFactory(impression="nv")),
    (
        "review_impression_whole_or_none",
        lambda: ReviewFactory(
            impression="nevus", impression_confidence="low", impression_plan="excise", impression_at=NOW
        ),
    ),
    ("review_signed_follow_up_has_a_date_and_only_it", lambda: SignedReviewFactory(management="follow_up")),
    ("review_signed_follow_up_has_a_date_and_only_it", lambda: SignedReviewFactory(follow_up_weeks=12)),
    (
        "review_signed_follow_up_has_a_date_and_only_it",
        lambda: SignedReviewFactory(management="follow_up", follow_up_due_on=date(2027, 1, 4)),
    ),
    ("review_signed_says_whether_it_agrees", lambda: SignedReviewFactory(agreement="")),
    ("review_signed_says_whether_it_agrees", lambda: SignedReviewFactory(agreement="agrees")),
    ("review_signed_says_whether_it_agrees", lambda: ReviewFactory(agreement="no_result")),
    ("review_disagreement_has_a_reason", lambda: ReviewFactory(agreement="disagrees")),
    ("review_amendment_has_a_reason", lambda: two_versions(version=2)),
    ("import_row_number_once_per_run", same_row_number),
    ("import_row_picture_once_per_run", same_row_picture),
    ("import_row_state_known", lambda: ImportRowFactory(state="lost")),
    ("import_row_done_has_a_picture_and_only_done", lambda: ImportRowFactory(state="done")),
    ("import_row_done_has_a_picture_and_only_done", lambda: ImportRowFactory(image=LesionImageFactory())),
    ("import_row_says_why_it_was_not_imported", lambda: ImportRowFactory(state="refused")),
    ("import_row_says_why_it_was_not_imported", lambda: ImportRowFactory(errors=[{"code": "x"}])),
    ("import_row_lease_while_somebody_works", lambda: ImportRowFactory(token=uuid.uuid4())),
    (
        "import_run_confirmed_by_somebody_after_the_check",
        lambda: ImportRunFactory(checked_at=None, confirmed_at=NOW, confirmed_by=UserFactory()),
    ),
    ("import_run_finished_after_it_was_confirmed", lambda: ImportRunFactory(finished_at=NOW)),
    ("import_run_cancelled_by_somebody_before_the_end", lambda: ImportRunFactory(cancelled_at=NOW)),
]

# one broken sentence can break another: PostgreSQL names the one that comes first in the alphabet
ALSO_BROKEN = {"review_disagreement_has_a_reason": "review_(disagreement_has_a_reason|signed_says_whether_it_agrees)"}
# SQLite names the columns of a broken unique index, not the index
UNIQUE_ON_SQLITE = {
    "patient_record_number_unique_per_clinic": "clinic_id, cases_patient.record_digest",
    "patient_term_once": "patient_id, cases_patientterm.digest",
    "legal_hold_one_at_a_time": "cases_legalhold.patient_id",
    "lesion_image_once_per_case": "case_id, cases_lesionimage.sha256",
    "review_version_unique_per_case": "case_id, cases_review.version",
    "review_one_draft_per_case": "cases_review.case_id$",
    "import_row_number_once_per_run": "run_id, cases_importrow.number",
    "import_row_picture_once_per_run": "run_id, cases_importrow.image_id",
}


@pytest.mark.parametrize(("name", "attempt"), ATTEMPTS, ids=[f"{n}-{i}" for i, (n, _) in enumerate(ATTEMPTS)])
def test_the_database_refuses(name, attempt):
    said = ALSO_BROKEN.get(name, name)
    if connection.vendor == "sqlite":
        said = UNIQUE_ON_SQLITE.get(name, said)
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        attempt()


def test_every_constraint_has_somebody_who_tries_to_break_it():
    models = apps.get_app_config("cases").get_models()
    named = {constraint.name for model in models for constraint in model._meta.constraints}
    assert named == {name for name, _ in ATTEMPTS}, "add an attempt to ATTEMPTS for each new constraint"
