"""Unsigned cases with a picture that the networks leave to a person."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from analysis.models import Analysis
from cases.models import Case
from cases.selectors.hidden_results import impression_wanted
from cases.selectors.latest_analysis import only_latest
from cases.selectors.unsigned import unsigned


def needs_a_person(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Unsigned cases where the newest analysis of a picture is unsure, or was refused by the science.

    An unsure result that waits for the clinician's impression is not given away by this list; a refusal is no result.
    """
    latest = only_latest(Analysis.shown.filter(image__case=OuterRef("pk")))
    refused = Q(Exists(latest.filter(state="rejected")))
    unsure = Q(Exists(latest.filter(prediction__verdict="needs_a_person"))) & ~impression_wanted()
    return unsigned(cases).filter(refused | unsure)
