"""How often clinicians decided against the result, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from analysis.models import ModelVersion
from cases.models import Review
from cases.selectors.latest_signed_review import only_latest_signed
from cases.selectors.performance.compared import group_facts
from cases.selectors.performance.share import Share, share
from cases.selectors.visible import reviews_visible_to


class Decision(NamedTuple):
    """The signed review that holds for a case whose deciding result was of this version."""

    overridden: bool
    reason: str
    skin_type: str
    site: str
    age: str


@dataclass(frozen=True)
class Reason:
    """A reason from the list and how often it was given."""

    code: str
    words: str
    count: int


@dataclass(frozen=True)
class Overrides:
    """Of the signed decisions that had a result of this version to agree with."""

    rate: Share
    reasons: list[Reason]


def decisions(user, classifier: ModelVersion) -> list[Decision]:
    """One row a case with a signed review about a result of `classifier`; one query."""
    reviews = only_latest_signed(reviews_visible_to(user)).filter(
        analysis__classifier=classifier,
        analysis__image__synthetic=False,
        agreement__in=[Review.Agreement.AGREES, Review.Agreement.DISAGREES],
    )
    columns = reviews.order_by().values_list(
        "agreement",
        "override_reason",
        "case__lesion__patient__skin_type",
        "case__lesion__body_site",
        "case__lesion__patient__birth_date",
        "signed_at",
    )
    return [
        Decision(agreement == Review.Agreement.DISAGREES, reason, **group_facts(skin, site, born, signed_at))
        for agreement, reason, skin, site, born, signed_at in columns
    ]


def overrides_of(decided: Sequence[Decision]) -> Overrides:
    """The rate, and the reasons of the overridden ones, the most frequent first."""
    reasons = Counter(one.reason for one in decided if one.overridden)
    words = dict(Review.OverrideReason.choices)
    return Overrides(
        share(reasons.total(), len(decided)),
        [Reason(code, str(words.get(code, code)), count) for code, count in reasons.most_common()],
    )
