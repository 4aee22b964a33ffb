"""A patient's page."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.requires import requires
from cases.selectors import (
    cases_visible_to,
    images_visible_to,
    lesions_visible_to,
    patients_visible_to,
    with_latest_analysis,
    with_state,
)
from cases.views.presenters.body_map import dots, numbered
from cases.views.presenters.risk import present_case, speaking_case


@require_safe
@requires(Act.SEE_RECORD)
def show_patient(request, patient_id: int):
    """Who the patient is, the lesions on the body map and as a list with each lesion's latest case."""
    patient = get_object_or_404(patients_visible_to(request.user), pk=patient_id)
    images = with_latest_analysis(images_visible_to(request.user))
    cases = with_state(cases_visible_to(request.user)).prefetch_related(Prefetch("images", queryset=images))
    lesions = numbered(
        lesions_visible_to(request.user).filter(patient=patient).prefetch_related(Prefetch("cases", queryset=cases))
    )
    context = {
        "section": "patients",
        "patient": patient,
        "dots": dots(lesions),
        "lesions": lesions,
        "rows": [_row(lesion) for lesion in lesions],
    }
    return render(request, "cases/patient.html", context)


def _row(lesion):
    cases = [present_case(case) for case in lesion.cases.all()]
    return lesion, cases, speaking_case(cases)
