"""Cases by their most worrying result: suspicious, then needs a person, then likely benign; then by probability."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from analysis.models import Analysis
from cases.models import Case
from cases.selectors.hidden_results import impression_wanted
from cases.selectors.latest_analysis import cases_whose_latest, replaced

MOST_WORRYING_FIRST = ("suspicious", "needs_a_person", "likely_benign")
NO_RESULT = "no_result"


def judged_as(cases: QuerySet[Case], verdict: str, *, many: bool) -> QuerySet[Case]:
    """Cases whose most worrying latest result says `verdict`; with "no_result" those without any.

    `many` says which of two ways to the same answer is the faster one: over all results of the site, or, where `cases`
    are few, over theirs. Those are read at once, because PostgreSQL would judge all others too before it leaves them
    out. Cases whose result waits for the clinician's impression are under no verdict.
    """
    if verdict != NO_RESULT:
        cases = cases.filter(~impression_wanted())
    if not many:
        judged = cases.order_by().annotate(worst=Subquery(_results().values("prediction__verdict")[:1]))
        said = judged.values_list("pk", "worst")
        return cases.filter(pk__in=[pk for pk, worst in said if (worst or NO_RESULT) == verdict])
    if verdict == NO_RESULT:
        return cases.exclude(pk__in=cases_whose_latest(Q(prediction__isnull=False)))
    worse = MOST_WORRYING_FIRST[: MOST_WORRYING_FIRST.index(verdict)]
    says = cases.filter(pk__in=cases_whose_latest(Q(prediction__verdict=verdict)))
    return says.exclude(pk__in=cases_whose_latest(Q(prediction__verdict__in=worse))) if worse else says


def most_worrying_first(cases: QuerySet[Case]) -> QuerySet[Case]:
    """In the order of the risk that each case shows; without a result or with a hidden one last; then oldest."""
    highest = models.Case(When(~impression_wanted(), then=Subquery(_results().values("worry")[:1])))
    return cases.annotate(worry=highest).order_by(F("worry").desc(nulls_last=True), "opened_at", "pk")


def _results() -> QuerySet[Analysis]:
    """The latest results of the case in the outer query, the most worrying first."""
    results = Analysis.shown.filter(~Exists(replaced()), image__case=OuterRef("pk"), prediction__isnull=False)
    places = (
        When(prediction__verdict=verdict, then=Value(2.0 * place))
        for place, verdict in enumerate(reversed(MOST_WORRYING_FIRST))
    )
    # a probability is at most 1, so that the verdict decides and the probability only among the same
    rank = models.Case(*places, output_field=models.FloatField())
    return results.annotate(worry=rank + F("prediction__malignant_probability")).order_by("-worry")
