"""Everything the performance page and the API say about one version of the classifier."""

from dataclasses import dataclass

from analysis.models import ModelVersion
from cases.selectors.performance.compared import compared_with_histology, compared_with_reviews, lesions_with_truth
from cases.selectors.performance.drift import Drift, drift
from cases.selectors.performance.judged import (
    Figures,
    Group,
    MatrixRow,
    Point,
    Spoken,
    figures,
    groups,
    matrix,
    points,
    spoken,
)
from cases.selectors.performance.overrides import Overrides, decisions, overrides_of
from cases.selectors.performance.pictures import Pictures, pictures

AGAINST = {"histology": "Histology", "reviews": "Signed reviews"}


@dataclass(frozen=True)
class Performance:
    """One version against histology or signed reviews. One row a lesion (`selectors.performance.compared` says which).

    `with_truth`: lesions that have a histology (or a signed review); `not_analysed` of them have no result of this
    version for the consultation in question and are not counted. `anyway`: compared results that were asked for in
    spite of a gate.
    """

    classifier: ModelVersion
    against: str
    with_truth: int
    not_analysed: int
    anyway: int
    figures: Figures
    points: list[Point]
    spoken: list[Spoken]
    matrix: list[MatrixRow]
    groups: dict[str, list[Group]]
    overrides: Overrides
    pictures: Pictures
    drift: Drift


def performance_of(user, classifier: ModelVersion, against: str) -> Performance:
    """The figures of what `user` may see; five queries however many pictures there are."""
    compare = {"histology": compared_with_histology, "reviews": compared_with_reviews}[against]
    rows = compare(user, classifier)
    decided = decisions(user, classifier)
    with_truth = lesions_with_truth(user, against)
    return Performance(
        classifier=classifier,
        against=against,
        with_truth=with_truth,
        not_analysed=with_truth - len(rows),
        anyway=sum(row.anyway for row in rows),
        figures=figures(rows),
        points=points(rows),
        spoken=spoken(rows),
        matrix=matrix(rows),
        groups=groups(rows, decided),
        overrides=overrides_of(decided),
        pictures=pictures(user, classifier),
        drift=drift(user, classifier),
    )
