"""A picture is analysed again, perhaps in spite of the gate that refused it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.roles import Act, may
from accounts.views.limited import limited
from accounts.views.requires import requires
from cases.selectors import cases_visible_to, images_visible_to, with_state
from cases.services.analyse_image import analyse_image as analyse
from cases.views.panels import panel


@require_POST
@requires(Act.ANALYSE)
@limited("predictions")
def analyse_image(request, image_id: int):
    """The picture's panel with the new analysis waiting, or with the reason why there is none."""
    image = get_object_or_404(images_visible_to(request.user), pk=image_id)
    refusal = ""
    try:
        analyse(image=image, by=request.user, anyway=request.POST.get("anyway") == "1")
    except ValidationError as error:
        refusal = " ".join(error.messages)
    if request.htmx:
        case = get_object_or_404(with_state(cases_visible_to(request.user)), pk=image.case_id)
        context = {
            "picture": panel(request.user, image.pk),
            "case": case,
            "may_analyse": True,
            "may_write": may(request.user, Act.WRITE_RECORD),
            "refusal": refusal,
        }
        return render(request, "cases/picture.html", context, status=422 if refusal else 200)
    if refusal:
        messages.error(request, refusal)
    return redirect(f"{reverse('cases:case', args=[image.case_id])}#picture-{image.pk}")
