"""The action "Analyse again" of pictures and of analyses."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import get_text_list

from accounts.limits import spend
from analysis.models import Analysis
from analysis.models.analysis import LIVE_STATES
from analysis.request import request_analysis

# one page of the list: the interactive queue belongs to clinicians who wait, more is a batch run's work; and with a
# dead broker each picture costs up to a second, while the web server gives a request thirty
MOST_AT_ONCE = 25


def analyse_again(modeladmin, request, images, *, anyway: bool = False) -> None:
    """Asks for a new analysis of each picture with the active versions; says how many are new and how many ran already.

    Args:
        modeladmin: the admin whose page shows the message.
        request: the administrator's request.
        images: the pictures, already limited to what this administrator may see.
        anyway: in spite of the gates, where a clinician has overruled them before.
    """
    images = list(images[: MOST_AT_ONCE + 1])
    if len(images) > MOST_AT_ONCE:
        sentence = f"At most {MOST_AT_ONCE} pictures can be analysed again at once. Nothing was queued."
        modeladmin.message_user(request, sentence, messages.ERROR)
        return
    spend("predictions", request.user.pk, times=len(images))
    live = set(Analysis.shown.filter(image__in=images, state__in=LIVE_STATES).values_list("pk", flat=True))
    try:
        with transaction.atomic():
            asked = [request_analysis(image=image, by=request.user, anyway=anyway).pk for image in images]
    except ValidationError as error:
        modeladmin.message_user(request, get_text_list(error.messages, "and"), messages.ERROR)
        return
    running = sum(pk in live for pk in asked)
    sentence = f"{_pictures(len(asked) - running)} queued, {running} already under way."
    modeladmin.message_user(request, sentence, messages.SUCCESS if running < len(asked) else messages.WARNING)


def _pictures(count: int) -> str:
    return "1 picture" if count == 1 else f"{count} pictures"
