"""A picture is analysed again."""

from accounts.models import User
from analysis.models import Analysis
from analysis.request import request_analysis
from cases.models import LesionImage


def analyse_image(*, image: LesionImage, by: User) -> Analysis:
    """The picture's live analysis with the active models, a new queued one where there is none.

    Finished analyses stay as they are: "analyse again" and "try again" both add a row. The audit event
    "analysis.requested" is written where the row is made.

    Raises:
        django.core.exceptions.ValidationError: code "no_active_model", no trained network is in use.
    """
    return request_analysis(image=image, by=by)
