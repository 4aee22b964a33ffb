"""A signed review is amended, or the amendment is given up."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.roles import Act
from accounts.views.requires import requires
from cases.selectors import reviews_visible_to
from cases.services.amend_review import amend_review as amend
from cases.services.discard_amendment import discard_amendment as discard
from cases.views.tell import tell


@require_POST
@requires(Act.WRITE_RECORD)
def amend_review(request, review_id: int):
    """Back to the case, with a draft that begins with what was signed."""
    review = get_object_or_404(reviews_visible_to(request.user), pk=review_id)
    draft = _try(request, amend, review=review, reason=request.POST.get("reason", ""), by=request.user)
    if draft:
        tell(request, "The amendment is a draft until it is signed.", undo=("cases:discard_amendment", draft.pk))
    return _to_review(review)


@require_POST
@requires(Act.WRITE_RECORD)
def discard_amendment(request, review_id: int):
    """Back to the case, where the signed version stands again."""
    review = get_object_or_404(reviews_visible_to(request.user), pk=review_id)
    if _try(request, discard, review=review, by=request.user):
        messages.success(request, "The amendment is given up; the signed version stands.")
    return _to_review(review)


def _try(request, service, **about):
    try:
        return service(**about)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return None


def _to_review(review):
    return redirect(f"{reverse('cases:case', args=[review.case_id])}#review")
