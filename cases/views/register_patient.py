"""A patient is registered."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.audit.shown import shows
from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.patient_form import RegisterPatientForm
from cases.forms.refusal import show_refusal
from cases.services.register_patient import register_patient as register


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.WRITE_RECORD)
def register_patient(request):
    """An empty form, or the new patient's page; first a warning where the person seems to be registered already."""
    form = RegisterPatientForm(request.POST if request.method == "POST" else None)
    known = []
    if request.method == "POST" and form.is_valid():
        asked = form.asked()
        try:
            patient = register(clinic=request.user.clinic, by=request.user, **asked)
        except ValidationError as error:
            show_refusal(form, error)
            known = form.known(request.user, asked)
            shows(request, [patient.pk for patient in known], count=len(known))
        else:
            messages.success(request, f"{patient.name} is registered. Mark a lesion to go on.")
            return redirect("cases:patient", patient.pk)
    context = {"section": "patients", "form": form, "known": known}
    return render(request, "cases/register_patient.html", context, status=422 if form.errors else 200)
