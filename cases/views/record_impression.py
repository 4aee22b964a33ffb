"""The clinician's impression, before the result shows."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.impression_form import ImpressionForm
from cases.selectors import cases_visible_to
from cases.services.record_impression import record_impression as record
from cases.views.review_panel import review_panel


@require_POST
@requires(Act.WRITE_RECORD)
def record_impression(request, case_id: int):
    """Back to the case, where the result now shows; or the form with what is missing."""
    case = get_object_or_404(cases_visible_to(request.user), pk=case_id)
    form = ImpressionForm(request.POST)
    if not form.is_valid():
        context = {"review": review_panel(request.user, case, form=form), "case": case}
        return render(request, "cases/review/page.html", context, status=422)
    try:
        record(case=case, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Your impression is kept. The result shows now.")
    return redirect("cases:case", case.pk)
