"""A lesion's page: its cases over time."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.requires import requires
from cases.selectors import (
    cases_visible_to,
    images_visible_to,
    lesions_visible_to,
    with_latest_analysis,
    with_state,
)
from cases.views.presenters.body_map import dots, numbered
from cases.views.presenters.risk import present_case


@require_safe
@requires(Act.SEE_RECORD)
def show_lesion(request, lesion_id: int):
    """Where the lesion is, and its cases with their pictures, newest first."""
    lesion = get_object_or_404(lesions_visible_to(request.user), pk=lesion_id)
    siblings = numbered(lesions_visible_to(request.user).filter(patient=lesion.patient))
    images = with_latest_analysis(images_visible_to(request.user))
    cases = (
        with_state(cases_visible_to(request.user))
        .filter(lesion=lesion)
        .select_related("opened_by")
        .prefetch_related(Prefetch("images", queryset=images))
    )
    context = {
        "section": "patients",
        "lesion": lesion,
        "patient": lesion.patient,
        "number": next(sibling.number for sibling in siblings if sibling == lesion),
        "dots": dots(siblings, current=lesion),
        "rows": [present_case(case) for case in cases],
    }
    return render(request, "cases/lesion.html", context)
