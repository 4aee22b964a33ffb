"""A case's page."""

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.roles import Act, may
from accounts.views.requires import requires
from cases.forms.picture_form import PictureForm
from cases.selectors import cases_visible_to, lesions_visible_to, with_state
from cases.views.panels import panels
from cases.views.presenters.body_map import dots, numbered
from cases.views.review_panel import review_panel


@require_safe
@requires(Act.SEE_RECORD)
def show_case(request, case_id: int):
    """The consultation: place for new pictures, and every picture with its stage or result, newest first."""
    cases = with_state(cases_visible_to(request.user)).select_related("opened_by")
    case = get_object_or_404(cases, pk=case_id)
    siblings = numbered(lesions_visible_to(request.user).filter(patient=case.lesion.patient))
    here = [sibling for sibling in siblings if sibling == case.lesion]
    context = {
        "case": case,
        "patient": case.lesion.patient,
        "number": here[0].number,
        "dots": dots(here, current=case.lesion),
        "pictures": panels(request.user, case=case),
        "review": review_panel(request.user, case),
        "form": PictureForm(),
        "max_megabytes": settings.UPLOAD_MAX_BYTES // 1_000_000,
        "may_write": may(request.user, Act.WRITE_RECORD),
        "may_analyse": may(request.user, Act.ANALYSE),
    }
    return render(request, "cases/case.html", context)
