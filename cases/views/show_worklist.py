"""The worklist: what waits, what runs, what failed."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.worklist_filter import WorklistFilter
from cases.selectors import cases_visible_to, images_visible_to, with_latest_analysis, with_state
from cases.views.presenters.risk import present_case
from cases.views.presenters.tabs import chosen_tab, present_tabs

PAGE_SIZE = 25


@require_safe
@requires(Act.SEE_RECORD)
def show_worklist(request):
    """Cases, newest first, in one tab per state; search and filter are in the address."""
    narrowed_by = WorklistFilter(request.GET)
    cases = with_state(narrowed_by.narrow(cases_visible_to(request.user)))
    tab = chosen_tab(request.GET.get("state"))
    images = with_latest_analysis(images_visible_to(request.user))
    shown = (cases.filter(state=tab) if tab != "all" else cases).prefetch_related(Prefetch("images", queryset=images))
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "section": "worklist",
        "narrowed_by": narrowed_by,
        "is_narrowed": any(request.GET.get(name) for name in narrowed_by.fields),
        "tab": tab,
        "tabs": present_tabs(cases, tab),
        "page": page,
        "rows": [present_case(case) for case in page],
    }
    return render(request, "cases/worklist.html", context)
