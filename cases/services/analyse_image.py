"""A picture is analysed again."""

from django.core.exceptions import ValidationError

from accounts.models import User
from analysis.models import Analysis
from analysis.request import request_analysis
from cases.models import LesionImage

NOTHING_TO_OVERRULE = "Only a picture that was refused for its quality or its kind can be analysed anyway."


def analyse_image(*, image: LesionImage, by: User, anyway: bool = False) -> Analysis:
    """The picture's live analysis with the active models, a new queued one where there is none.

    Finished analyses stay as they are: "analyse again" and "try again" both add a row. A live run in spite of a gate
    answers "analyse again" too; a live run that a gate may stop does not answer `anyway`, which adds its own row. The
    audit event "analysis.requested" is written where the row is made; it names the refusal that was overruled.

    Args:
        image: from `images_visible_to`.
        by: the clinician who asks.
        anyway: in spite of the gate that refused the picture; the result stays marked.

    Raises:
        django.core.exceptions.ValidationError: code "no_active_model", no trained network is in use; code
            "nothing_to_overrule", the latest analysis was not stopped by a gate.
    """
    if anyway and not _may_be_overruled(image):
        raise ValidationError(NOTHING_TO_OVERRULE, code="nothing_to_overrule")
    return request_analysis(image=image, by=by, anyway=anyway)


def _may_be_overruled(image: LesionImage) -> bool:
    """A refusal by a gate; or a run that overrules one already, and is under way (a double click) or has failed."""
    latest = image.analyses(manager="shown").order_by("-queued_at", "-pk").first()
    if latest is None:
        return False
    return latest.stopped_by_a_gate or (latest.anyway and (latest.is_live or latest.state == Analysis.State.FAILED))
