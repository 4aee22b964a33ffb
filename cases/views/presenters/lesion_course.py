"""A lesion's time line: visits with their pictures, signed decisions and histology, oldest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time

from django.utils import timezone

from analysis.models import Prediction
from cases.models import Case, Pathology, Review
from cases.over_time.picture import Picture
from cases.views.presenters.risk import Risk
from cases.views.presenters.values import value_words
from cases.wording.percent import percents_apart

DATED = {"taken": "taken", "received": "added; when it was taken is not known"}


@dataclass(frozen=True)
class Shot:
    """A picture on the line."""

    picture: Picture
    risk: Risk | None
    size: str
    size_note: str

    @property
    def dated(self) -> str:
        """What the date says."""
        return DATED[self.picture.dated]


@dataclass(frozen=True)
class Stop:
    """One stop on the line: a `visit` (a case with `shots`), a `decision` (a signed review) or `histology`."""

    kind: str
    at: datetime
    case: Case | None = None
    shots: list[Shot] = field(default_factory=list)
    review: Review | None = None
    histology: Pathology | None = None


def present_course(
    cases: Iterable[Case], pictures: list[Picture], reviews: Iterable[Review], histology: Iterable[Pathology]
) -> list[Stop]:
    """All stops in order. Pictures of one case that follow each other are one visit; a case without any is one too.

    Args:
        cases: of the lesion, `with_state`.
        pictures: of these cases.
    """
    by_id = {case.pk: case for case in cases}
    seen = {picture.image.case_id for picture in pictures}
    stops = [Stop("visit", p.at, by_id[p.image.case_id], [present_shot(p)]) for p in pictures]
    stops += [Stop("visit", case.opened_at, case) for case in by_id.values() if case.pk not in seen]
    stops += [Stop("decision", review.signed_at, review=review) for review in reviews]
    stops += [Stop("histology", _end_of(found.reported_on), histology=found) for found in histology]
    return _joined(sorted(stops, key=lambda stop: stop.at))


def present_shot(picture: Picture) -> Shot:
    """One picture in words."""
    size = picture.size("longest_diameter")
    note = "" if size is None or size.unit == "mm" else "unknown scale"
    return Shot(picture, _risk(picture), value_words(size), note)


def _risk(picture: Picture) -> Risk | None:
    if picture.malignant_probability is None:
        return None
    probability, threshold = percents_apart(picture.malignant_probability, picture.threshold)
    words = Prediction.Verdict(picture.verdict).label
    return Risk(probability, threshold, picture.verdict, words, picture.anyway)


def _joined(stops: list[Stop]) -> list[Stop]:
    joined: list[Stop] = []
    for stop in stops:
        if stop.case and joined and joined[-1].case == stop.case:
            joined[-1].shots.extend(stop.shots)
        else:
            joined.append(stop)
    return joined


def _end_of(day) -> datetime:
    # a report has no hour: it comes after everything else of its day
    return timezone.make_aware(datetime.combine(day, time.max))
