"""How the queue stands, asked for by the worklist every few seconds."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from accounts.roles import Act
from accounts.views.requires import requires
from analysis.queue_state import queue_state
from cases.selectors import analyses_visible_to
from cases.views.presenters.queue_words import present_queue


@require_safe
@requires(Act.SEE_RECORD)
def show_queue(request):
    """204 when the words are still those `seen`; else the new ones, and word to the list that its cases moved."""
    if not request.htmx:
        return redirect("cases:worklist")
    queue = present_queue(queue_state(analyses_visible_to(request.user)))
    if request.GET.get("seen") == queue.words:
        return HttpResponse(status=204)
    response = render(request, "cases/queue.html", {"queue": queue})
    return trigger_client_event(response, "queue-moved", after="settle")
