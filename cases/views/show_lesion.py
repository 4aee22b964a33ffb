"""A lesion's page: its pictures, decisions and histology over time."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.pair_form import PairForm
from cases.over_time.pair import comparable
from cases.over_time.picture import in_order
from cases.selectors import (
    cases_visible_to,
    lesion_pictures_visible_to,
    lesions_visible_to,
    signed_reviews_of,
    valid_histology_of,
    with_state,
)
from cases.views.presenters.body_map import dots, numbered
from cases.views.presenters.lesion_course import present_course
from cases.views.presenters.lesion_glance import present_glance
from cases.views.presenters.lesion_plots import present_plots


@require_safe
@requires(Act.SEE_RECORD)
def show_lesion(request, lesion_id: int):
    """Where the lesion is, how it stands, its plots, and every stop of its time line."""
    user = request.user
    lesion = get_object_or_404(lesions_visible_to(user), pk=lesion_id)
    siblings = numbered(lesions_visible_to(user).filter(patient=lesion.patient))
    pictures = in_order(lesion_pictures_visible_to(user, lesion))
    cases = with_state(cases_visible_to(user)).filter(lesion=lesion).select_related("opened_by")
    form = PairForm({}, pictures=pictures)
    form.is_valid()
    context = {
        "section": "patients",
        "lesion": lesion,
        "patient": lesion.patient,
        "number": next(sibling.number for sibling in siblings if sibling == lesion),
        "dots": dots(siblings, current=lesion),
        "stops": present_course(cases, pictures, signed_reviews_of(user, lesion), valid_histology_of(user, lesion)),
        "plots": present_plots(comparable(pictures)),
        "glance": present_glance(pictures, form.pair),
        "pictures": pictures,
        "form": form,
    }
    return render(request, "cases/lesion.html", context)
