"""Unsigned cases with a picture that the networks leave to a person."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, LesionImage
from cases.selectors.latest_analysis import latest_of
from cases.selectors.unsigned import unsigned


def needs_a_person(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Unsigned cases where the newest analysis of a picture is unsure, or was refused by the science."""
    judged = LesionImage.objects.filter(case=OuterRef("pk")).annotate(
        latest_state=latest_of("state"), latest_verdict=latest_of("prediction__verdict")
    )
    left = Q(latest_state="rejected") | Q(latest_verdict="needs_a_person")
    return unsigned(cases).filter(Exists(judged.filter(left)))
