"""What lies in the scratch site that is fuzzed: two clinics with one or more rows of every noun, and their people."""

from django.utils import timezone

from accounts.models import User
from tests.cases.admin_rows import whole_record
from tests.factories import (
    AnalysisFactory,
    CaseFactory,
    ClinicFactory,
    DoneAnalysisFactory,
    DrawnSegmentationFactory,
    ImportRowFactory,
    LesionFactory,
    LesionImageFactory,
    PatientFactory,
    PredictionFactory,
    ReviewFactory,
    UserFactory,
)


def stock() -> dict[str, User]:
    """Fill the empty database; the people by their role, all of the first clinic."""
    own, foreign = ClinicFactory(name="Clinic A"), ClinicFactory(name="Clinic B")
    people = {
        "clinician": UserFactory(email="ana@clinic-a.example", full_name="Ana Alvarez", clinic=own),
        "admin": UserFactory(email="admin@clinic-a.example", full_name="Ada Adler", clinic=own, role="admin"),
    }
    for clinic in (own, foreign):
        whole_record(clinic)
        _begun_record(clinic, people["clinician"] if clinic == own else UserFactory(clinic=clinic))
    return people


def _begun_record(clinic, by: User) -> None:
    """A consultation that goes on: results of every kind, a draft, an outline by hand, an import that was checked."""
    patient = PatientFactory(clinic=clinic, research_consent_on=timezone.localdate())
    lesion = LesionFactory(patient=patient)
    seen, begun = (CaseFactory(lesion=lesion, opened_by=by) for _ in range(2))
    images = [LesionImageFactory(case=case) for case in (seen, begun, begun)]
    for image in images[:2]:
        calm = PredictionFactory(malignant_probability=0.05, verdict="likely_benign", explained="nv")
        DoneAnalysisFactory(image=image, prediction=calm)
    AnalysisFactory(
        image=images[2],
        state="rejected",
        reason_code="no_lesion_found",
        reason="No lesion was found in the picture.",
        finished_at=timezone.now(),
    )
    ReviewFactory(case=begun)
    DrawnSegmentationFactory(image=images[0], drawn_by=by)
    ImportRowFactory(run__clinic=clinic, run__started_by=by)
