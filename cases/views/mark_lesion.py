"""A lesion is marked on a patient."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.lesion_form import LesionForm, place_in
from cases.forms.refusal import show_refusal
from cases.selectors import lesions_visible_to, patients_visible_to
from cases.services.mark_lesion import mark_lesion as mark
from cases.views.presenters.body_map import dots, numbered
from cases.views.presenters.body_regions import region_links
from cases.views.to_survivor import to_survivor


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.WRITE_RECORD)
def mark_lesion(request, patient_id: int):
    """The form with the body map, filled in with the place in the address, or the new lesion's page."""
    patient = get_object_or_404(patients_visible_to(request.user), pk=patient_id)
    if survivor := to_survivor(request, patient):
        return survivor
    form = LesionForm(request.POST if request.method == "POST" else None, initial=place_in(request.GET))
    if request.method == "POST" and form.is_valid():
        try:
            lesion = mark(patient=patient, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, "The lesion is marked. Open a case to add pictures.")
            return redirect("cases:lesion", lesion.pk)
    known = numbered(lesions_visible_to(request.user).filter(patient=patient))
    context = {"section": "patients", "form": form, "patient": patient, "dots": dots(known), "regions": region_links()}
    return render(request, "cases/mark_lesion.html", context, status=422 if form.errors else 200)
