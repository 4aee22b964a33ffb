"""Unsigned cases with a picture that the networks leave to a person."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import Case, LesionImage
from cases.selectors.hidden_results import impression_wanted
from cases.selectors.latest_analysis import latest_of
from cases.selectors.unsigned import unsigned


def needs_a_person(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Unsigned cases where the newest analysis of a picture is unsure, or was refused by the science.

    An unsure result that waits for the clinician's impression is not given away by this list; a refusal is no result.
    """
    judged = LesionImage.objects.filter(case=OuterRef("pk")).annotate(
        latest_state=latest_of("state"), latest_verdict=latest_of("prediction__verdict")
    )
    refused = Q(Exists(judged.filter(latest_state="rejected")))
    unsure = Q(Exists(judged.filter(latest_verdict="needs_a_person"))) & ~impression_wanted()
    return unsigned(cases).filter(refused | unsure)
