"""The draft of a review is saved, by itself or on the way to signing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.refusal import show_refusal
from cases.forms.review_form import ReviewForm
from cases.selectors import cases_visible_to
from cases.services.save_draft import save_draft as save
from cases.views.review_panel import review_panel


@require_POST
@requires(Act.WRITE_RECORD)
def save_draft(request, case_id: int):
    """To htmx, what the draft now means; else on to signing where nothing is missing, or back to the case."""
    case = get_object_or_404(cases_visible_to(request.user), pk=case_id)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            save(case=case, by=request.user, seen=form.cleaned_data["seen"], **form.changes)
        except ValidationError as error:
            show_refusal(form, error)
    context = {"review": review_panel(request.user, case, form=form if form.errors else None), "case": case}
    if request.htmx:
        return render(request, "cases/review/live.html", context, status=422 if form.errors else 200)
    if form.errors:
        return render(request, "cases/review/page.html", context, status=422)
    missing = context["review"].missing
    if request.POST.get("then") == "sign" and not missing:
        return redirect("cases:sign_review", case.pk)
    if request.POST.get("then") == "sign":
        messages.error(request, " ".join(missing.values()))
    else:
        messages.success(request, "The draft is saved.")
    return redirect(f"{reverse('cases:case', args=[case.pk])}#review")
