"""Which of a case's results speaks for it."""

from django.db.models import QuerySet

from analysis.models import Analysis, Prediction
from analysis.models.analysis import LIVE_STATES
from cases.models import Case
from cases.selectors.latest_analysis import with_latest_analysis

LEAST_WORRYING_FIRST = ("likely_benign", "needs_a_person", "suspicious")


def worry(prediction: Prediction) -> tuple[int, float]:
    """Sorts results: suspicious above needs a person above likely benign, then by malignant probability.

    The verdict counts first: pictures judged by different versions were compared with different thresholds.
    """
    return LEAST_WORRYING_FIRST.index(prediction.verdict), prediction.malignant_probability


def speaking_analysis(case: Case) -> Analysis | None:
    """The most worrying of the done latest analyses of the case's pictures; None without one, or while it is hidden."""
    done = [image.latest_analysis for image in _pictures(case) if _has_result(image.latest_analysis)]
    return max(done, key=lambda analysis: worry(analysis.prediction), default=None)


def unfinished_pictures(case: Case) -> int:
    """How many of its pictures are queued or being analysed: their results are not known yet."""
    return sum(bool(image.latest_analysis and image.latest_analysis.state in LIVE_STATES) for image in _pictures(case))


def _pictures(case: Case) -> QuerySet:
    return with_latest_analysis(case.images.all())


def _has_result(analysis: Analysis | None) -> bool:
    return bool(analysis and analysis.prediction)
