"""The laboratory's answer is entered."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.histology_form import HistologyForm
from cases.forms.refusal import show_refusal
from cases.selectors import lesions_visible_to
from cases.selectors.loop import loops_of
from cases.services.enter_histology import enter_histology as enter
from cases.views.presenters.histology import proposed_case


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.WRITE_RECORD)
def enter_histology(request, lesion_id: int):
    """The form, with the case that waits for a histology already chosen; or back to where it now stands."""
    lesion = get_object_or_404(lesions_visible_to(request.user), pk=lesion_id)
    loops = loops_of(request.user, [lesion.pk])[lesion.pk]
    initial = {"case": proposed_case(loops, asked=request.GET.get("case"))}
    form = HistologyForm(request.POST if request.method == "POST" else None, lesion=lesion, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            pathology = enter(lesion=lesion, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, "The histology is entered.")
            return (
                redirect("cases:case", pathology.case_id) if pathology.case_id else redirect("cases:lesion", lesion.pk)
            )
    context = {"section": "patients", "form": form, "lesion": lesion, "patient": lesion.patient}
    return render(request, "cases/enter_histology.html", context, status=422 if form.errors else 200)
