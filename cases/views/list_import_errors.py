"""What was wrong with which row of an import, as CSV."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.requires import requires
from cases.csv_rows import csv_response
from cases.selectors import imports_visible_to
from cases.selectors.imports import import_errors

HEADER = ("row", "file", "column", "code", "error")


@require_safe
@requires(Act.SEE_RECORD)
def list_import_errors(request, run_id: int):
    """One line for each error."""
    run = get_object_or_404(imports_visible_to(request.user), pk=run_id)
    lines = (
        (row.number, row.file, error["column"], error["code"], error["message"])
        for row in import_errors(run).iterator()
        for error in row.errors
    )
    return csv_response(f"import-{run.pk}-errors.csv", HEADER, lines)
