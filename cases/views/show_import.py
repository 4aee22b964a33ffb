"""An import: how far it is, what it will make, what is wrong with which row."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.roles import Act, may
from accounts.views.requires import requires
from cases.selectors import imports_visible_to
from cases.selectors.imports import import_counts, import_errors, import_notes, import_plan

PAGE_SIZE = 50


@require_safe
@requires(Act.SEE_RECORD)
def show_import(request, run_id: int):
    """The page; for htmx its changing part, which goes on asking every second while workers are at it."""
    run = get_object_or_404(imports_visible_to(request.user), pk=run_id)
    counts = import_counts(run)
    context = {
        "section": "patients",
        "run": run,
        "counts": counts,
        "ended": counts.total - (counts.unchecked if run.state == "checking" else counts.ready),
        "may_write": may(request.user, Act.WRITE_RECORD),
    }
    if not run.is_live:
        context |= {
            "plan": import_plan(run),
            "notes": import_notes(run),
            "page": Paginator(import_errors(run), PAGE_SIZE).get_page(request.GET.get("page")),
        }
    return render(request, "cases/import_body.html" if request.htmx else "cases/import.html", context)
