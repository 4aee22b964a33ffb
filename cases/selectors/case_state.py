"""The computed state of a case."""

from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from cases.models import Case, LesionImage, Review
from cases.selectors.hidden_results import impression_wanted
from cases.selectors.latest_analysis import latest_of
from cases.selectors.under_way import has_failed, is_running

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
    judged = images.annotate(
        latest_state=latest_of("state"),
        latest_anyway=latest_of("anyway"),
        latest_verdict=latest_of("prediction__verdict"),
    )
    signed = Review.objects.filter(case=OuterRef("pk")).order_by("-version").values("signed_at")[:1]
    counted = images.values("case").annotate(total=Count("pk")).values("total")
    sure = judged.filter(latest_verdict__in=["suspicious", "likely_benign"])
    highest = sure.annotate(probability=latest_of("prediction__malignant_probability"))
    return cases.annotate(
        image_count=Coalesce(Subquery(counted), 0),
        results_hidden=ExpressionWrapper(
            impression_wanted() & Q(Exists(judged.filter(latest_state="done"))), output_field=models.BooleanField()
        ),
        highest_malignant_probability=models.Case(
            When(
                results_hidden=False,
                then=Subquery(highest.values("case").annotate(highest=Max("probability")).values("highest")),
            ),
        ),
        needs_a_person=ExpressionWrapper(
            Q(results_hidden=False) & Q(Exists(judged.filter(latest_verdict="needs_a_person"))),
            output_field=models.BooleanField(),
        ),
        analysed_anyway=Exists(judged.filter(latest_state="done", latest_anyway=True)),
        _signed_at=Subquery(signed),
        state=models.Case(
            When(is_running(), then=Value("running")),
            When(has_failed(), then=Value("failed")),
            When(_signed_at__isnull=False, then=Value("signed")),
            When(image_count=0, then=Value("empty")),
            default=Value("to_review"),
            output_field=models.CharField(),
        ),
    )
