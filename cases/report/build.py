"""A report from the rows of its case."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from cases.models import Case, LesionImage, Pathology, Patient, Review
from cases.report.content import Fact, Place, Report
from cases.report.decision import decision_of
from cases.report.picture import picture_of
from cases.selectors import wants_impression
from cases.wording.moments import age_on, day, moment

ANSWERS = {True: "yes", False: "no", None: "not asked"}
BEING_AMENDED = "An amendment has been started and is not signed: this report shows the signed version."


def report_of(
    case: Case,
    *,
    images: list[LesionImage],
    reviews: list[Review],
    pathologies: list[Pathology],
    by: User,
    now: datetime,
) -> Report:
    """The report; the same rows and the same `now` give the same words.

    Args:
        case: with its lesion, patient and clinic.
        images: of the case, oldest first, `with_latest_analysis` and `with_drawn_outlines`.
        reviews: of the case, newest first, drafts too.
        pathologies: of the lesion, without withdrawn ones.
        by: who prints it.
        now: when.
    """
    patient, lesion = case.lesion.patient, case.lesion
    hidden = wants_impression(case)
    decision = decision_of(reviews)
    return Report(
        case_id=case.pk,
        clinic=patient.clinic.name,
        patient=patient.name,
        record_number=patient.record_number,
        preliminary=decision is None,
        facts=_facts(patient, case),
        risk_factors=_risk_factors(patient),
        place=Place(lesion.site_name, lesion.description, lesion.body_view or None, lesion.body_x, lesion.body_y),
        consultation=(
            Fact("Consultation", f"Case {case.pk}, {moment(case.opened_at)}, {case.opened_by}"),
            Fact("Reason", case.reason or "not given"),
        ),
        decision=decision,
        notice=BEING_AMENDED if decision and not reviews[0].signed_at else "",
        histology=tuple(_histology(pathology) for pathology in pathologies),
        pictures=tuple(
            picture_of(image, number=number, results_hidden=hidden) for number, image in enumerate(images, start=1)
        ),
        printed=f"Printed {moment(now)} by {by}",
    )


def _facts(patient: Patient, case: Case) -> tuple[Fact, ...]:
    years = age_on(patient.birth_date, timezone.localdate(case.opened_at))
    born = day(patient.birth_date) or "not recorded"
    return (
        Fact("Patient", patient.name),
        Fact("Record number", patient.record_number),
        Fact("Born", born if years is None else f"{born} ({years} years at this consultation)"),
        Fact("Sex", patient.get_sex_display() or "Unknown"),
        Fact("Skin type", patient.get_skin_type_display() or "not recorded"),
    )


def _risk_factors(patient: Patient) -> tuple[Fact, ...]:
    return (
        Fact("Melanoma before", ANSWERS[patient.personal_melanoma]),
        Fact("Melanoma in the family", ANSWERS[patient.family_melanoma]),
        Fact("Immunosuppression", ANSWERS[patient.immunosuppression]),
        Fact("More than 50 nevi", ANSWERS[patient.many_nevi]),
    )


def _histology(pathology: Pathology) -> tuple[Fact, ...]:
    thickness = f"{pathology.breslow_mm:g} mm" if pathology.breslow_mm is not None else ""
    facts = (
        Fact("Histology", pathology.get_diagnosis_display()),
        Fact("Breslow thickness", thickness),
        Fact("Margins", pathology.get_margins_display()),
        Fact("Reported", day(pathology.reported_on)),
        Fact("Laboratory number", pathology.lab_number),
        Fact("Comment", pathology.comment),
    )
    return tuple(fact for fact in facts if fact.value)
