"""An import is confirmed after its dry run."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.roles import Act
from accounts.views.requires import requires
from cases.selectors import imports_visible_to
from cases.services.confirm_import import confirm_import as confirm


@require_POST
@requires(Act.WRITE_RECORD)
def confirm_import(request, run_id: int):
    """Back to the import's page, where its pictures come in."""
    run = get_object_or_404(imports_visible_to(request.user), pk=run_id)
    try:
        confirm(run=run, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("cases:import", run.pk)
