"""A patient's details are changed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.patient_form import PatientForm
from cases.forms.refusal import show_refusal
from cases.selectors import patients_visible_to
from cases.services.change_patient import change_patient as change
from cases.views.to_survivor import to_survivor


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.WRITE_RECORD)
def change_patient(request, patient_id: int):
    """The form with what is known, or back to the patient's page."""
    patient = get_object_or_404(patients_visible_to(request.user), pk=patient_id)
    if survivor := to_survivor(request, patient):
        return survivor
    # the form writes into the row it is given, and the page's head must go on showing what is stored
    copy = patients_visible_to(request.user).get(pk=patient_id)
    form = PatientForm(request.POST if request.method == "POST" else None, instance=copy)
    if request.method == "POST" and form.is_valid():
        try:
            change(patient=patient, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, "The changes are saved.")
            return redirect("cases:patient", patient.pk)
    context = {"section": "patients", "form": form, "patient": patient}
    return render(request, "cases/change_patient.html", context, status=422 if form.errors else 200)
