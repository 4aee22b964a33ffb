"""Which of many analyses speaks for a case."""

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from analysis.models import Analysis

WORRY = Case(
    When(prediction__verdict="suspicious", then=Value(3)),
    When(prediction__verdict="needs_a_person", then=Value(2)),
    When(prediction__verdict="likely_benign", then=Value(1)),
    default=Value(0),
    output_field=IntegerField(),
)
# suspicious, then needs a person, then likely benign, then by probability; a refused one speaks where no other does
MOST_WORRYING_FIRST = [WORRY.desc(), "-prediction__malignant_probability", "-queued_at", "-pk"]


def latest_of_each_picture(analyses: QuerySet[Analysis], **which) -> QuerySet[Analysis]:
    """Of each picture the newest result among `analyses`, or where there is none the newest refusal.

    Args:
        analyses: whichever the user may see.
        **which: what else the compared analyses of a picture have in common, such as their classifier.
    """
    finished = Analysis.shown.filter(image=OuterRef("image"), state__in=["done", "rejected"], **which)
    # "done" comes before "rejected"
    return analyses.filter(pk=Subquery(finished.order_by("state", "-queued_at", "-pk").values("pk")[:1]))


def deciding_analysis(analyses: QuerySet[Analysis]) -> Analysis | None:
    """Of the pictures' latest analyses, whatever their state, the most worrying one: what their panels show now."""
    of_picture = Analysis.shown.filter(image=OuterRef("image")).order_by("-queued_at", "-pk")
    return analyses.filter(pk=Subquery(of_picture.values("pk")[:1])).order_by(*MOST_WORRYING_FIRST).first()
