"""A case receives pictures."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.limits import spend
from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.picture_form import PictureForm
from cases.selectors import cases_visible_to, with_state
from cases.views.panels import panel
from cases.views.upload_outcome import UploadOutcome, receive_one


@require_POST
@requires(Act.WRITE_RECORD)
def upload_image(request, case_id: int):
    """One picture by the upload module, answered with its panel or refusal; as a plain form, any number."""
    case = get_object_or_404(cases_visible_to(request.user), pk=case_id)
    outcomes = _receive(request, case)
    if request.htmx:
        return _fragment(request, case_id, outcomes[0])
    for outcome in outcomes:
        messages.add_message(request, messages.SUCCESS if outcome.image else messages.ERROR, outcome.said)
    return redirect("cases:case", case.pk)


def _receive(request, case) -> list[UploadOutcome]:
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return [UploadOutcome(said=" ".join(" ".join(errors) for errors in form.errors.values()))]
    about = {name: form.cleaned_data[name] for name in ("image_type", "taken_at", "mm_per_pixel")}
    uploads = form.cleaned_data["file"]
    spend("uploads", request.user.pk, times=len(uploads))  # all or none of them
    return [receive_one(case, upload, by=request.user, **about) for upload in uploads]


def _fragment(request, case_id: int, outcome: UploadOutcome):
    if outcome.image is None or outcome.duplicate:
        return render(request, "cases/upload_outcome.html", {"outcome": outcome}, status=200 if outcome.image else 422)
    case = with_state(cases_visible_to(request.user)).get(pk=case_id)
    context = {"picture": panel(request.user, outcome.image.pk), "case": case, "may_analyse": True, "may_write": True}
    return render(request, "cases/picture.html", context, status=201)
