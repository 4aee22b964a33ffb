"""Whether the loop of a lesion is closed: was what was planned done, and what did the laboratory find?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from cases.models import Case, LostToFollowUp, Pathology, Review
from cases.selectors.latest_signed_review import only_latest_signed
from cases.selectors.visible import cases_visible_to, pathologies_visible_to, reviews_visible_to
from cases.selectors.visits import with_planned_at, with_seen_at


@dataclass(frozen=True)
class Biopsy:
    """A biopsy that a signed review planned. `state`: waiting, overdue or closed; it is closed by its histology."""

    planned_on: date
    overdue_from: date
    state: str
    histology: Pathology | None


@dataclass(frozen=True)
class FollowUp:
    """A follow-up that a signed review planned. `state`: planned, due (on the day and after), started or lost."""

    due_on: date
    weeks: int
    state: str
    lost: LostToFollowUp | None


@dataclass(frozen=True)
class CaseLoop:
    """A case with the decision that holds for it, what that decision planned, and the histology entered for it."""

    case: Case
    review: Review | None
    biopsy: Biopsy | None
    follow_up: FollowUp | None
    histologies: list[Pathology]


def loops_of(user, lesion_ids: Iterable[int]) -> dict[int, list[CaseLoop]]:
    """By lesion id, the loops of its cases, newest case first; three queries however many lesions there are.

    Awaiting histology: the latest signed review says excise, and no histology that holds belongs to the case (its
    `case` is this one, or is empty and the report is of the day of the signature or later). Follow-up due: the latest
    signed review says follow-up, its date is reached, the lesion has not been seen since it was planned, not lost.
    """
    lesion_ids = list(lesion_ids)
    reviews = {
        review.case_id: review
        for review in with_planned_at(only_latest_signed(reviews_visible_to(user)))
        .filter(case__lesion__in=lesion_ids)
        .select_related("lost__marked_by")
    }
    histologies = defaultdict(list)
    for pathology in pathologies_visible_to(user).filter(lesion__in=lesion_ids):
        histologies[pathology.lesion_id].append(pathology)
    loops: dict[int, list[CaseLoop]] = {lesion_id: [] for lesion_id in lesion_ids}
    cases = list(
        with_seen_at(cases_visible_to(user).filter(lesion__in=lesion_ids)).select_related("lesion__patient__clinic")
    )
    seen = defaultdict(list)
    for case in cases:
        if case.seen_at:
            seen[case.lesion_id].append((case.seen_at, case.pk))
    for case in cases:
        review = reviews.get(case.pk)
        planned_at = review and review.planned_at
        visits = (at for at, pk in seen[case.lesion_id] if pk != case.pk)
        came_back = bool(planned_at) and any(at > planned_at for at in visits)
        loops[case.lesion_id].append(_loop(case, review, histologies[case.lesion_id], came_back))
    return loops


def loop_of(user, case: Case) -> CaseLoop:
    """The loop of one case that `user` may see."""
    return next(loop for loop in loops_of(user, [case.lesion_id])[case.lesion_id] if loop.case == case)


def _loop(case: Case, review: Review | None, of_lesion: list[Pathology], came_back: bool) -> CaseLoop:
    signed_on = timezone.localdate(review.signed_at) if review else None
    own = [pathology for pathology in of_lesion if _belongs(pathology, case, signed_on)]
    biopsy = follow_up = None
    if review and review.management == Review.Management.EXCISE:
        biopsy = _biopsy(case, signed_on, [pathology for pathology in own if pathology.withdrawn_at is None])
    if review and review.management == Review.Management.FOLLOW_UP:
        follow_up = _follow_up(review, came_back)
    return CaseLoop(case, review, biopsy, follow_up, own)


def _belongs(pathology: Pathology, case: Case, signed_on: date | None) -> bool:
    if pathology.case_id is not None:
        return pathology.case_id == case.pk
    return signed_on is not None and pathology.reported_on >= signed_on


def _biopsy(case: Case, signed_on: date, holding: list[Pathology]) -> Biopsy:
    overdue_from = signed_on + timedelta(days=case.lesion.patient.clinic.histology_overdue_days + 1)
    if holding:
        return Biopsy(signed_on, overdue_from, "closed", holding[0])
    overdue = timezone.localdate() >= overdue_from
    return Biopsy(signed_on, overdue_from, "overdue" if overdue else "waiting", None)


def _follow_up(review: Review, came_back: bool) -> FollowUp:
    lost = getattr(review, "lost", None)
    due = timezone.localdate() >= review.follow_up_due_on
    if came_back:
        state = "started"
    elif lost:
        state = "lost"
    else:
        state = "due" if due else "planned"
    return FollowUp(review.follow_up_due_on, review.follow_up_weeks, state, lost)
