"""How a lesion stands: its newest dermoscopic picture, and the change since the visit before."""

from dataclasses import dataclass

from cases.over_time.change import MISSING, UNKNOWN_SCALE, compare
from cases.over_time.pair import Pair, comparable
from cases.over_time.picture import Picture
from cases.views.presenters.change_rows import ChangeRow, present_changes
from cases.views.presenters.lesion_course import Shot, present_shot
from cases.views.presenters.values import days_words

SHORTLY = {MISSING: "not known", UNKNOWN_SCALE: "not known: unknown scale"}


@dataclass(frozen=True)
class Glance:
    """The newest picture; with a pair also the change of its diameter, and over how long."""

    newest: Shot
    change: ChangeRow | None
    interval: str
    why_not: str = ""


def present_glance(pictures: list[Picture], pair: Pair | None) -> Glance | None:
    """None without a dermoscopic picture.

    Args:
        pictures: of the lesion, oldest first.
        pair: the usual two, None where there are not two.
    """
    dermoscopic = comparable(pictures)
    if not dermoscopic:
        return None
    newest = present_shot(dermoscopic[-1])
    if pair is None:
        return Glance(newest, None, "")
    comparison = compare(*pair)
    pairs = zip(comparison.changes, present_changes(comparison), strict=True)
    change, row = next(pair for pair in pairs if pair[0].name == "longest_diameter")
    return Glance(newest, row, days_words(comparison.days), SHORTLY.get(change.not_compared, ""))
