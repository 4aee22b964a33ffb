"""An import is stopped."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.roles import Act
from accounts.views.requires import requires
from cases.selectors import imports_visible_to
from cases.services.cancel_import import cancel_import as cancel


@require_POST
@requires(Act.WRITE_RECORD)
def cancel_import(request, run_id: int):
    """Back to the import's page, which says what had come in."""
    run = get_object_or_404(imports_visible_to(request.user), pk=run_id)
    try:
        cancel(run=run, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("cases:import", run.pk)
