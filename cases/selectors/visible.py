"""Querysets that already know who asks. The only way to records.

A stranger's query never finds the row, so pages and API answer 404 without a further check.
"""

from django.db.models import QuerySet

from accounts.roles import Act, may
from analysis.models import Analysis
from cases.models import Case, ImportRun, Lesion, LesionImage, Pathology, Patient, Review
from cases.selectors.hidden_results import without_hidden


def patients_visible_to(user) -> QuerySet[Patient]:
    """The patients of the user's clinic; all for the operator; none for who may not see the record."""
    return _visible(Patient.objects.all(), user, clinic="clinic_id")


def current_patients_visible_to(user) -> QuerySet[Patient]:
    """Those of them that were not merged into another: what lists and searches show."""
    return patients_visible_to(user).filter(merged_into__isnull=True)


def lesions_visible_to(user) -> QuerySet[Lesion]:
    """The lesions of those patients, each with its patient."""
    return _visible(Lesion.objects.select_related("patient"), user, clinic="patient__clinic_id")


def cases_visible_to(user) -> QuerySet[Case]:
    """The cases of those lesions, each with its lesion and patient."""
    return _visible(Case.objects.select_related("lesion__patient"), user, clinic="lesion__patient__clinic_id")


def images_visible_to(user) -> QuerySet[LesionImage]:
    """The pictures of those cases, each with its case, lesion and patient."""
    images = LesionImage.objects.select_related("case__lesion__patient")
    return _visible(images, user, clinic="case__lesion__patient__clinic_id")


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
    return _visible(shown, user, clinic="image__case__lesion__patient__clinic_id")


def reviews_visible_to(user) -> QuerySet[Review]:
    """The reviews of those cases, each with its case up to the patient, author and signer."""
    reviews = Review.objects.select_related("case__lesion__patient", "author", "signed_by")
    return _visible(reviews, user, clinic="case__lesion__patient__clinic_id")


def pathologies_visible_to(user) -> QuerySet[Pathology]:
    """The histology of those lesions, withdrawn ones too, each with its lesion, patient and who entered it."""
    pathologies = Pathology.objects.select_related("lesion__patient", "entered_by", "withdrawn_by")
    return _visible(pathologies, user, clinic="lesion__patient__clinic_id")


def imports_visible_to(user) -> QuerySet[ImportRun]:
    """The imports of the user's clinic, each with who started and confirmed it."""
    return _visible(ImportRun.objects.select_related("started_by", "confirmed_by"), user, clinic="clinic_id")


def _visible(rows: QuerySet, user, *, clinic: str) -> QuerySet:
    if not may(user, Act.SEE_RECORD):
        return rows.none()
    return rows if user.is_superuser else rows.filter(**{clinic: user.clinic_id})
