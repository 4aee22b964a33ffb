"""In an emergency, a record of another clinic."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.audit.shown import shows
from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.break_glass_form import BreakGlassForm
from cases.forms.refusal import show_refusal
from cases.selectors.broken_glass import open_glass_of
from cases.services.break_glass import MINUTES
from cases.services.break_glass import break_glass as open_record
from cases.services.end_break_glass import end_break_glass as end


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.SEE_RECORD)
def break_glass(request):
    """The question which record and why, with what is open already; or that record."""
    form = BreakGlassForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            glass = open_record(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            return redirect("cases:patient", glass.patient_id)
    opened = list(open_glass_of(request.user))
    if opened:
        shows(request, [glass.pk for glass in opened], count=len(opened))
    context = {"section": "patients", "form": form, "opened": opened, "minutes": MINUTES}
    return render(request, "cases/break_glass.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Act.SEE_RECORD)
def end_break_glass(request, glass_id: int):
    """Back to one's own worklist."""
    if end(glass=get_object_or_404(open_glass_of(request.user), pk=glass_id), by=request.user):
        messages.success(request, "The record of the other clinic is closed.")
    return redirect("cases:worklist")
