"""A histology is withdrawn."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.histology_form import WithdrawalForm
from cases.forms.refusal import show_refusal
from cases.selectors import pathologies_visible_to
from cases.services.withdraw_histology import withdraw_histology as withdraw


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.WRITE_RECORD)
def withdraw_histology(request, pathology_id: int):
    """The question why, or the lesion's page, where the row stands marked."""
    pathology = get_object_or_404(pathologies_visible_to(request.user), pk=pathology_id)
    lesion = pathology.lesion
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(pathology=pathology, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, "The histology is withdrawn.")
            return redirect("cases:lesion", lesion.pk)
    context = {"section": "patients", "form": form, "pathology": pathology, "lesion": lesion, "patient": lesion.patient}
    return render(request, "cases/withdraw_histology.html", context, status=422 if form.errors else 200)
