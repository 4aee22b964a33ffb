"""A planned follow-up is marked as lost, and the mark is taken back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.lost_form import LostForm
from cases.forms.refusal import show_refusal
from cases.selectors import cases_visible_to
from cases.services.mark_lost_to_follow_up import mark_lost_to_follow_up as mark
from cases.services.unmark_lost_to_follow_up import unmark_lost_to_follow_up as unmark
from cases.views.tell import tell


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.WRITE_RECORD)
def mark_lost_to_follow_up(request, case_id: int):
    """The question what was tried, or the lesion's page with a way back."""
    case = get_object_or_404(cases_visible_to(request.user), pk=case_id)
    form = LostForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            mark(case=case, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            tell(request, "The follow-up is marked as lost.", undo=("cases:unmark_lost_to_follow_up", case.pk))
            return redirect("cases:lesion", case.lesion_id)
    context = {"section": "patients", "form": form, "case": case, "patient": case.lesion.patient}
    return render(request, "cases/mark_lost_to_follow_up.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Act.WRITE_RECORD)
def unmark_lost_to_follow_up(request, case_id: int):
    """Back to the lesion's page, where the follow-up is planned or due again."""
    case = get_object_or_404(cases_visible_to(request.user), pk=case_id)
    try:
        unmark(case=case, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "The follow-up counts again.")
    return redirect("cases:lesion", case.lesion_id)
