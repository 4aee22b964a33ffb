"""The only way to records: querysets that know who asks, and what is computed from them."""

from cases.selectors.case_state import CASE_STATES, with_state, worklist_counts
from cases.selectors.latest_analysis import with_latest_analysis
from cases.selectors.visible import (
    analyses_visible_to,
    cases_visible_to,
    images_visible_to,
    lesions_visible_to,
    pathologies_visible_to,
    patients_visible_to,
    reviews_visible_to,
)

__all__ = [
    "CASE_STATES",
    "analyses_visible_to",
    "cases_visible_to",
    "images_visible_to",
    "lesions_visible_to",
    "pathologies_visible_to",
    "patients_visible_to",
    "reviews_visible_to",
    "with_latest_analysis",
    "with_state",
    "worklist_counts",
]
