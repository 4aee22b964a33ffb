"""What became of all pictures that one version has seen, with or without a truth to compare with."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from analysis.models import ModelVersion
from cases.selectors.performance.share import Share, share
from cases.selectors.performance.version_pictures import REFUSED, pictures_of_version


@dataclass(frozen=True)
class Refusal:
    """A reason code of the science and how many pictures were refused for it."""

    code: str
    words: str
    count: int


@dataclass(frozen=True)
class Pictures:
    """Every picture counts once, with the newest result of the version, or its refusal where there is none.

    `n`: pictures; `anyway`: results among them that were asked for in spite of a gate; `refused` of all pictures;
    `needs_a_person` of those with a result.
    """

    n: int
    results: int
    anyway: int
    refused: Share
    needs_a_person: Share
    refusals: list[Refusal]


def pictures(user, classifier: ModelVersion) -> Pictures:
    """The counts; one query that groups in the database."""
    grouped = pictures_of_version(user, classifier).values("reason_code", "reason", "prediction__verdict", "anyway")
    outcomes, reasons, anyway = Counter(), Counter(), 0
    words = {}
    for row in grouped.annotate(total=Count("pk")):
        outcomes[row["prediction__verdict"] or REFUSED] += row["total"]
        if row["prediction__verdict"] is None:
            reasons[row["reason_code"]] += row["total"]
            words[row["reason_code"]] = row["reason"]
        elif row["anyway"]:
            anyway += row["total"]
    n, results = outcomes.total(), outcomes.total() - outcomes[REFUSED]
    return Pictures(
        n=n,
        results=results,
        anyway=anyway,
        refused=share(outcomes[REFUSED], n),
        needs_a_person=share(outcomes["needs_a_person"], results),
        refusals=[Refusal(code, words[code], count) for code, count in reasons.most_common()],
    )
