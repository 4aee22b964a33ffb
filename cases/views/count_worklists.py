"""How many cases are on each list, asked for by the worklist as soon as its own list is on the screen."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.worklist_filter import WorklistFilter
from cases.selectors import cases_visible_to, worklist_counts
from cases.views.presenters.tabs import chosen_tab, present_parts, present_tabs, shown_lists


@require_safe
@requires(Act.SEE_RECORD)
def count_worklists(request):
    """The numbers of the tabs, for the filters in the address."""
    if not request.htmx:
        return redirect("cases:worklist")
    narrowed_by = WorklistFilter(request.GET, user=request.user)
    cases, tab = narrowed_by.narrow(cases_visible_to(request.user)), chosen_tab(request.GET.get("tab"))
    counts = worklist_counts(cases, shown_lists(tab), verdict=narrowed_by.asked("verdict"))
    context = {"tabs": present_tabs(counts, tab), "parts": present_parts(counts, tab)}
    return render(request, "cases/worklist_counts.html", context)
