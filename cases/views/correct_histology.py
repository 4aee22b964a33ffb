"""A histology is corrected."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.histology_form import CorrectionForm
from cases.forms.refusal import show_refusal
from cases.selectors import pathologies_visible_to
from cases.services.correct_histology import correct_histology as correct


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.WRITE_RECORD)
def correct_histology(request, pathology_id: int):
    """The form with what was entered, or the lesion's page, where both rows stand."""
    pathology = get_object_or_404(pathologies_visible_to(request.user), pk=pathology_id)
    lesion = pathology.lesion
    initial = model_to_dict(pathology)
    form = CorrectionForm(request.POST if request.method == "POST" else None, lesion=lesion, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            correct(pathology=pathology, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, "The histology is corrected; the earlier entry stays, marked as withdrawn.")
            return redirect("cases:lesion", lesion.pk)
    context = {"section": "patients", "form": form, "pathology": pathology, "lesion": lesion, "patient": lesion.patient}
    return render(request, "cases/correct_histology.html", context, status=422 if form.errors else 200)
