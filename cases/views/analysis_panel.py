"""One picture's panel, asked for by htmx every second until the analysis is finished."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseStopPolling

from accounts.roles import Act, may
from accounts.views.requires import requires
from cases.selectors import cases_visible_to, with_state
from cases.views.panels import panel


@require_safe
@requires(Act.SEE_RECORD)
def analysis_panel(request, image_id: int):
    """204 when nothing changed since `seen`, the new stage when it did, 286 with the outcome: htmx stops asking."""
    picture = panel(request.user, image_id)
    if picture is None:
        raise Http404
    if not request.htmx:
        return redirect(f"{reverse('cases:case', args=[picture.image.case_id])}#picture-{image_id}")
    if picture.live and request.GET.get("seen") == picture.seen:
        return HttpResponse(status=204)
    case = get_object_or_404(with_state(cases_visible_to(request.user)), pk=picture.image.case_id)
    allowed = {"may_analyse": may(request.user, Act.ANALYSE), "may_write": may(request.user, Act.WRITE_RECORD)}
    context = {"picture": picture, "case": case, **allowed}
    response = render(request, "cases/analysis_panel.html", context)
    if not picture.live:
        response.status_code = HttpResponseStopPolling.status_code
    return response
