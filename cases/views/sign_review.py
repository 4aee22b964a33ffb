"""A review is signed, after one more look at all of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.roles import Act
from accounts.views.requires import requires
from cases.selectors import cases_visible_to, unfinished_pictures
from cases.services.sign_review import sign_review as sign
from cases.views.review_panel import review_panel


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.WRITE_RECORD)
def sign_review(request, case_id: int):
    """What would be signed, and the button that does it; with nothing to sign, the case."""
    case = get_object_or_404(cases_visible_to(request.user), pk=case_id)
    to_case = redirect(f"{reverse('cases:case', args=[case.pk])}#review")
    review, refusal = review_panel(request.user, case), []
    if review.draft is None or review.wants_impression:
        messages.warning(request, "There is nothing to sign yet.")
        return to_case
    if request.method == "POST":
        try:
            sign(review=review.draft.review, seen=request.POST.get("seen", ""), by=request.user)
        except ValidationError as error:
            refusal = error.messages
        else:
            messages.success(request, "The review is signed.")
            return to_case
    context = {"review": review, "case": case, "refusal": refusal, "unfinished": unfinished_pictures(case)}
    return render(request, "cases/review/sign.html", context, status=422 if refusal else 200)
