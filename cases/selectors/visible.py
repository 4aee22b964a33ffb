"""Querysets that already know who asks. The only way to records.

A stranger's query never finds the row, so pages and API answer 404 without a further check.
"""

from django.db.models import Q, QuerySet

from accounts.glass import foreign_patient
from accounts.roles import Act, may
from analysis.models import Analysis
from cases.models import Case, ImportRun, Lesion, LesionImage, Pathology, Patient, Review
from cases.selectors.hidden_results import without_hidden


def patients_visible_to(user) -> QuerySet[Patient]:
    """The patients of the user's clinic; all for the operator; none for who may not see the record."""
    return within_clinic(Patient.objects.all(), user, clinic="clinic_id", patient="pk")


def current_patients_visible_to(user) -> QuerySet[Patient]:
    """Those of them that were not merged into another: what lists and searches show."""
    return patients_visible_to(user).filter(merged_into__isnull=True)


def lesions_visible_to(user) -> QuerySet[Lesion]:
    """The lesions of those patients, each with its patient."""
    return within_clinic(Lesion.objects.select_related("patient"), user, patient="patient")


def cases_visible_to(user) -> QuerySet[Case]:
    """The cases of those lesions, each with its lesion and patient."""
    return within_clinic(Case.objects.select_related("lesion__patient"), user, patient="lesion__patient")


def images_visible_to(user) -> QuerySet[LesionImage]:
    """The pictures of those cases, each with its case, lesion and patient."""
    images = LesionImage.objects.select_related("case__lesion__patient")
    return within_clinic(images, user, patient="case__lesion__patient")


def analyses_visible_to(user, *, hidden_too: bool = False) -> QuerySet[Analysis]:
    """The analyses of those pictures, each with its result, its model versions and its picture up to the patient.

    Never those of a version that is only being tried (`shadow`).

    Those whose result waits for the clinician's impression are left out; with `hidden_too` they are there, marked
    `result_hidden`, for who shows that there is one, and not what it says.
    """
    analyses = Analysis.shown.select_related(
        "segmentation", "prediction", "segmenter", "classifier", "image__case__lesion__patient"
    )
    shown = without_hidden(analyses, hidden_too=hidden_too)
    return within_clinic(shown, user, patient="image__case__lesion__patient")


def reviews_visible_to(user) -> QuerySet[Review]:
    """The reviews of those cases, each with its case up to the patient, author and signer."""
    reviews = Review.objects.select_related("case__lesion__patient", "author", "signed_by")
    return within_clinic(reviews, user, patient="case__lesion__patient")


def pathologies_visible_to(user) -> QuerySet[Pathology]:
    """The histology of those lesions, withdrawn ones too, each with its lesion, patient and who entered it."""
    pathologies = Pathology.objects.select_related("lesion__patient", "entered_by", "withdrawn_by")
    return within_clinic(pathologies, user, patient="lesion__patient")


def imports_visible_to(user) -> QuerySet[ImportRun]:
    """The imports of the user's clinic, each with who started and confirmed it."""
    return within_clinic(ImportRun.objects.select_related("started_by", "confirmed_by"), user, clinic="clinic_id")


def within_clinic(rows: QuerySet, user, *, patient: str = "", clinic: str = "") -> QuerySet:
    """Those of `rows` that `user` may see: of the own clinic, and of one foreign patient at whom they look just now.

    Args:
        patient: lookup from the row to its patient, "pk" for the patient itself; "" for rows of no one patient.
        clinic: lookup to the clinic's id; `patient`'s unless given.
    """
    if not may(user, Act.SEE_RECORD):
        return rows.none()
    if user.is_superuser:
        return rows
    own = Q(**{clinic or f"{patient}__clinic_id": user.clinic_id})
    foreign = foreign_patient(user) if patient else None
    return rows.filter(own if foreign is None else own | Q(**{patient: foreign}))
