"""The worklist: what waits for a decision, a laboratory or a patient."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.audit.shown import shows
from accounts.roles import Act
from accounts.views.requires import requires
from analysis.queue_state import queue_state
from cases.forms.worklist_filter import WorklistFilter
from cases.selectors import analyses_visible_to, cases_visible_to, ids_in_order, worklist, worklist_rows
from cases.views.presenters.queue_words import present_queue
from cases.views.presenters.tabs import chosen_tab, present_parts, present_tabs
from cases.views.presenters.worklist_row import present_row

PAGE_SIZE = 25


@require_safe
@requires(Act.SEE_RECORD)
def show_worklist(request):
    """Cases in one tab per list, the most urgent first; search, filters and order are in the address."""
    narrowed_by = WorklistFilter(request.GET, user=request.user)
    cases, tab = narrowed_by.narrow(cases_visible_to(request.user)), chosen_tab(request.GET.get("tab"))
    verdict, sort = narrowed_by.asked("verdict"), narrowed_by.asked("sort")
    listed = worklist(cases, tab, verdict=verdict, sort=sort)
    # a list's ids are read once, counted and cut here; only the archive is counted and cut by the database
    by_database = tab == "all" and sort != "name"
    pages = Paginator(listed.values_list("pk", flat=True) if by_database else ids_in_order(listed), PAGE_SIZE)
    counts = {tab: pages.count}  # the others take longer than the list: `count_worklists` says them when it is there
    page = pages.get_page(request.GET.get("page"))
    rows = worklist_rows(request.user, page.object_list)
    shows(request, [case.pk for case in rows], count=pages.count)
    context = {
        "section": "worklist",
        "narrowed_by": narrowed_by,
        "tab": tab,
        "tabs": present_tabs(counts, tab),
        "parts": present_parts(counts, tab),
        "page": page,
        "rows": [present_row(case, tab) for case in rows],
        "queue": present_queue(queue_state(analyses_visible_to(request.user))),
    }
    return render(request, "cases/worklist.html", context)
