"""Two pictures of a lesion, compared."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.pair_form import PairForm
from cases.over_time.picture import in_order
from cases.selectors import lesion_pictures_visible_to, lesions_visible_to
from cases.views.presenters.comparison_page import present_comparison


@require_safe
@requires(Act.SEE_RECORD)
def compare_pictures(request, lesion_id: int):
    """The pair of the address, or the usual one; 400 with the reason where the address names no pair of this lesion."""
    lesion = get_object_or_404(lesions_visible_to(request.user), pk=lesion_id)
    pictures = in_order(lesion_pictures_visible_to(request.user, lesion))
    form = PairForm(request.GET, pictures=pictures)
    form.is_valid()
    context = {
        "section": "patients",
        "lesion": lesion,
        "patient": lesion.patient,
        "form": form,
        "pictures": pictures,
        "page": present_comparison(form.pair) if form.pair else None,
    }
    return render(request, "cases/compare.html", context, status=400 if form.errors else 200)
