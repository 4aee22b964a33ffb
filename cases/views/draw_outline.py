"""A person corrects the outline of a picture's lesion."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.outline_form import OutlineForm
from cases.forms.refusal import show_refusal
from cases.services.choose_machine_outline import choose_machine_outline
from cases.services.draw_outline import draw_outline as draw
from cases.views.panels import panel
from cases.views.tell import tell

SAVED = "The outline is saved and measured. The probabilities are still those of the analysis."
BACK = "The machine's outline counts again. What was drawn is kept."


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Act.WRITE_RECORD)
def draw_outline(request, image_id: int):
    """The editor with the outline that counts now, or back to the picture with the new one."""
    picture = panel(request.user, image_id)
    if picture is None:
        raise Http404
    form = OutlineForm(request.POST if request.method == "POST" else {"points": picture.outlines.points_to_edit})
    if request.method == "POST" and form.is_valid():
        try:
            said = _keep(picture.image, form.cleaned_data, by=request.user)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            counted = picture.outlines.counts
            if said == SAVED and counted and counted.key == "machine":
                tell(request, said, undo=("cases:draw_outline", image_id), machine="1")
            else:
                messages.success(request, said)
            return redirect(f"{reverse('cases:case', args=[picture.image.case_id])}#picture-{image_id}")
    context = {"section": "patients", "form": form, "picture": picture, "image": picture.image}
    return render(request, "cases/draw_outline.html", context, status=422 if form.errors else 200)


def _keep(image, asked: dict, *, by) -> str:
    if asked["machine"]:
        choose_machine_outline(image=image, by=by)
        return BACK
    draw(image=image, points=asked["points"], by=by)
    return SAVED
