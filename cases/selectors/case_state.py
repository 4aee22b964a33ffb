"""The computed state of a case."""

from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from analysis.models import Analysis
from analysis.models.analysis import LIVE_STATES
from cases.models import Case, LesionImage, Review
from cases.selectors.hidden_results import impression_wanted
from cases.selectors.latest_analysis import only_latest

CASE_STATES = ("empty", "running", "failed", "to_review", "signed")


def with_state(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with `state`, `image_count` and what their pictures' results say, all in the same query.

    `state` looks at each picture's latest analysis and at the latest review, first match wins: any queued or running
    is "running", any failed is "failed", a signed review is "signed", no picture is "empty", all else is "to_review".
    `highest_malignant_probability` also speaks of latest analyses only: a picture that was refused, or is being
    analysed again, adds nothing, exactly as its panel shows no class. Nor does a result that the networks leave to a
    person: `needs_a_person` says that there is one. It is None when no picture has a result that they are sure of.
    `analysed_anyway` says that one of these results was asked for in spite of a gate, and marks them all.
    `results_hidden` says that there is a result that waits for the clinician's impression; nothing else then says what
    it is.
    """
    images = LesionImage.objects.filter(case=OuterRef("pk")).order_by()
    counted = images.values("case").annotate(total=Count("pk")).values("total")
    signed = Review.objects.filter(case=OuterRef("pk")).order_by("-version").values("signed_at")[:1]
    latest = only_latest(Analysis.shown.filter(image__case=OuterRef("pk")))
    sure = latest.filter(prediction__verdict__in=["suspicious", "likely_benign"])
    highest = sure.order_by("-prediction__malignant_probability").values("prediction__malignant_probability")[:1]
    hidden, unsure = impression_wanted(), Exists(latest.filter(prediction__verdict="needs_a_person"))
    return cases.annotate(
        image_count=Coalesce(Subquery(counted), 0),
        results_hidden=_says(hidden & Q(Exists(latest.filter(state="done")))),
        highest_malignant_probability=models.Case(When(~hidden, then=Subquery(highest))),
        needs_a_person=_says(~hidden & Q(unsure)),
        analysed_anyway=Exists(latest.filter(state="done", anyway=True)),
        _signed_at=Subquery(signed),
        state=models.Case(
            When(Exists(latest.filter(state__in=LIVE_STATES)), then=Value("running")),
            When(Exists(latest.filter(state="failed")), then=Value("failed")),
            When(_signed_at__isnull=False, then=Value("signed")),
            When(image_count=0, then=Value("empty")),
            default=Value("to_review"),
            output_field=models.CharField(),
        ),
    )


def _says(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=models.BooleanField())
