"""Results that wait for the clinician's impression: a clinic may ask for it before the networks speak."""

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value

from analysis.models import Analysis
from cases.models import Case, Review

HIDDEN_UNTIL_IMPRESSION = "hidden_until_impression"


def impression_wanted(path: str = "") -> Q:
    """Whether the case at `path` ("image__case__", empty for the case itself) waits for an impression.

    It does in a clinic with "my impression first" until one review of the case has an impression. A signed review lifts
    it too: who signed before the clinic began to ask has seen the result.
    """
    given = Review.objects.filter(
        Q(impression_at__isnull=False) | Q(signed_at__isnull=False), case=OuterRef(f"{path}pk")
    )
    return Q(**{f"{path}lesion__patient__clinic__impression_first": True}) & ~Q(Exists(given))


def without_hidden(analyses: QuerySet[Analysis], *, hidden_too: bool) -> QuerySet[Analysis]:
    """`analyses` without those whose result is hidden; with `hidden_too` all of them; each says `result_hidden`."""
    hidden = Q(state=Analysis.State.DONE) & impression_wanted("image__case__")
    if not hidden_too:
        return analyses.filter(~hidden).annotate(result_hidden=Value(False))
    return analyses.annotate(result_hidden=ExpressionWrapper(hidden, output_field=BooleanField()))


def is_hidden(analysis: Analysis) -> bool:
    """The same of one row: free where it comes from a selector, one query otherwise."""
    if not hasattr(analysis, "result_hidden"):
        analysis.result_hidden = not without_hidden(Analysis.shown.filter(pk=analysis.pk), hidden_too=False).exists()
    return analysis.result_hidden


def wants_impression(case: Case) -> bool:
    """Whether the clinician's impression of `case` has to come before anything else."""
    return Case.objects.filter(impression_wanted(), pk=case.pk).exists()
