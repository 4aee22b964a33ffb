"""A case is opened about a lesion."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.case_form import CaseForm
from cases.forms.refusal import show_refusal
from cases.selectors import lesions_visible_to
from cases.services.open_case import open_case as open_new


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.WRITE_RECORD)
def open_case(request, lesion_id: int):
    """The form, or the new case's page, ready for pictures."""
    lesion = get_object_or_404(lesions_visible_to(request.user), pk=lesion_id)
    form = CaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            case = open_new(lesion=lesion, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            return redirect("cases:case", case.pk)
    context = {"section": "patients", "form": form, "lesion": lesion, "patient": lesion.patient}
    return render(request, "cases/open_case.html", context, status=422 if form.errors else 200)
