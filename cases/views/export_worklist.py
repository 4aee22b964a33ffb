"""The current list as a file for a spreadsheet."""

from django.views.decorators.http import require_GET

from accounts.roles import Act
from accounts.views.limited import limited
from accounts.views.requires import requires
from cases.csv_rows import csv_response
from cases.forms.worklist_filter import WorklistFilter
from cases.selectors import cases_visible_to, worklist
from cases.services.export_worklist import export_worklist as export
from cases.views.presenters.tabs import chosen_tab


@require_GET
@requires(Act.SEE_RECORD)
@limited("exports")
def export_worklist(request):
    """The cases of the list that the address describes, all pages of it, in its order."""
    narrowed_by = WorklistFilter(request.GET, user=request.user)
    tab, verdict = chosen_tab(request.GET.get("tab")), narrowed_by.asked("verdict")
    cases = narrowed_by.narrow(cases_visible_to(request.user))
    listed = worklist(cases, tab, verdict=verdict, sort=narrowed_by.asked("sort"))
    table = export(cases=listed, code=tab, filters=narrowed_by.used, by=request.user)
    return csv_response(f"worklist-{tab.replace('_', '-')}.csv", table.header, table.rows)
