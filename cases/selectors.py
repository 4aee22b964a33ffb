"""Querysets that already know who asks, and the computed state of a case. The only way to records.

A stranger's query never finds the row, so pages and API answer 404 without a further check.
"""

from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.roles import Act, may
from analysis.models import Analysis
from analysis.models.analysis import LIVE_STATES
from cases.models import Case, Lesion, LesionImage, Patient, Review

CASE_STATES = ("empty", "running", "failed", "to_review", "signed")


def patients_visible_to(user) -> QuerySet[Patient]:
    """The patients of the user's clinic; all for the operator; none for who may not see the record."""
    return _visible(Patient.objects.all(), user, clinic="clinic_id")


def lesions_visible_to(user) -> QuerySet[Lesion]:
    """The lesions of those patients, each with its patient."""
    return _visible(Lesion.objects.select_related("patient"), user, clinic="patient__clinic_id")


def cases_visible_to(user) -> QuerySet[Case]:
    """The cases of those lesions, each with its lesion and patient."""
    return _visible(Case.objects.select_related("lesion__patient"), user, clinic="lesion__patient__clinic_id")


def images_visible_to(user) -> QuerySet[LesionImage]:
    """The pictures of those cases, each with its case, lesion and patient."""
    images = LesionImage.objects.select_related("case__lesion__patient")
    return _visible(images, user, clinic="case__lesion__patient__clinic_id")


def analyses_visible_to(user) -> QuerySet[Analysis]:
    """The analyses of those pictures, each with its result, its model versions and its picture up to the patient."""
    analyses = Analysis.objects.select_related(
        "segmentation", "prediction", "segmenter", "classifier", "image__case__lesion__patient"
    )
    return _visible(analyses, user, clinic="image__case__lesion__patient__clinic_id")


def _visible(rows: QuerySet, user, *, clinic: str) -> QuerySet:
    if not may(user, Act.SEE_RECORD):
        return rows.none()
    return rows if user.is_superuser else rows.filter(**{clinic: user.clinic_id})


def with_state(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with `state`, `image_count` and what their pictures' results say, all in the same query.

    `state` looks at each picture's latest analysis and at the latest review, first match wins: any queued or running
    is "running", any failed is "failed", a signed review is "signed", no picture is "empty", all else is "to_review".
    `highest_malignant_probability` also speaks of latest analyses only: a picture that was refused, or is being
    analysed again, adds nothing, exactly as its panel shows no class. Nor does a result that the networks leave to a
    person: `needs_a_person` says that there is one. It is None when no picture has a result that they are sure of.
    `analysed_anyway` says that one of these results was asked for in spite of a gate, and marks them all.
    """
    images = LesionImage.objects.filter(case=OuterRef("pk")).order_by()
    judged = images.annotate(
        latest_state=_latest("state"), latest_anyway=_latest("anyway"), latest_verdict=_latest("prediction__verdict")
    )
    signed = Review.objects.filter(case=OuterRef("pk")).order_by("-version").values("signed_at")[:1]
    counted = images.values("case").annotate(total=Count("pk")).values("total")
    sure = judged.filter(latest_verdict__in=["suspicious", "likely_benign"])
    highest = sure.annotate(probability=_latest("prediction__malignant_probability"))
    return cases.annotate(
        image_count=Coalesce(Subquery(counted), 0),
        highest_malignant_probability=Subquery(
            highest.values("case").annotate(highest=Max("probability")).values("highest")
        ),
        needs_a_person=Exists(judged.filter(latest_verdict="needs_a_person")),
        analysed_anyway=Exists(judged.filter(latest_state="done", latest_anyway=True)),
        _signed_at=Subquery(signed),
        state=models.Case(
            When(Exists(judged.filter(latest_state__in=LIVE_STATES)), then=Value("running")),
            When(Exists(judged.filter(latest_state="failed")), then=Value("failed")),
            When(_signed_at__isnull=False, then=Value("signed")),
            When(image_count=0, then=Value("empty")),
            default=Value("to_review"),
            output_field=models.CharField(),
        ),
    )


def worklist_counts(user) -> dict[str, int]:
    """How many of the user's cases are in each state, in one query; states without cases count 0."""
    rows = with_state(cases_visible_to(user)).order_by().values("state").annotate(total=Count("pk"))
    return dict.fromkeys(CASE_STATES, 0) | {row["state"]: row["total"] for row in rows}


def with_latest_analysis(images: QuerySet[LesionImage]) -> QuerySet[LesionImage]:
    """Pictures whose `latest_analysis` (with result and model versions) is fetched for all of them in one query."""
    latest = Analysis.objects.filter(pk=_latest("pk", of="image_id")).select_related(
        "segmentation", "prediction", "segmenter", "classifier"
    )
    return images.prefetch_related(Prefetch("analyses", queryset=latest, to_attr="latest_analyses"))


def _latest(field: str, *, of: str = "pk") -> Subquery:
    newest_first = Analysis.objects.filter(image=OuterRef(of)).order_by("-queued_at", "-pk")
    return Subquery(newest_first.values(field)[:1])
