"""The one door through which a result of the networks comes to the time line, the comparison and their API."""

from analysis.models import Analysis
from cases.models import LesionImage


def shown_result(image: LesionImage) -> Analysis | None:
    """The latest analysis of `image` (fetched `with_latest_analysis`) if it is done and may be shown; else None.

    None also means no outline, no size and no colour of the networks: all of it is their result. An analysis marked
    `result_hidden` waits for the clinician's own impression and is not shown.
    """
    latest = image.latest_analysis
    if latest is None or getattr(latest, "result_hidden", False):
        return None
    return latest if latest.state == Analysis.State.DONE else None
