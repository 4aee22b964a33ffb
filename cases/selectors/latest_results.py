"""A patient's lesions with everything that their rows and dots tell."""

from django.db.models import Prefetch, QuerySet

from cases.models import Lesion, Patient
from cases.selectors.case_state import with_state
from cases.selectors.latest_analysis import with_latest_analysis
from cases.selectors.visible import cases_visible_to, images_visible_to, lesions_visible_to, reviews_visible_to


def lesions_with_latest_results(user, patient: Patient) -> QuerySet[Lesion]:
    """The lesions of `patient`, each with its cases `with_state`, their reviews and their pictures' latest analyses.

    A fixed number of queries, however many lesions there are.
    """
    images = with_latest_analysis(images_visible_to(user))
    cases = with_state(cases_visible_to(user)).prefetch_related(
        Prefetch("images", queryset=images), Prefetch("reviews", queryset=reviews_visible_to(user))
    )
    return lesions_visible_to(user).filter(patient=patient).prefetch_related(Prefetch("cases", queryset=cases))
