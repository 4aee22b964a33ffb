"""The only way to records: querysets that know who asks, and what is computed from them."""

from cases.selectors.awaiting_histology import awaiting_histology, histology_overdue
from cases.selectors.case_state import CASE_STATES, with_state
from cases.selectors.follow_up import follow_up_coming, follow_up_due, lost_to_follow_up
from cases.selectors.latest_analysis import with_latest_analysis
from cases.selectors.of_person import of_person
from cases.selectors.patient_counts import with_counts
from cases.selectors.risk_at_a_glance import MOST_WORRYING_FIRST, NO_RESULT
from cases.selectors.visible import (
    analyses_visible_to,
    cases_visible_to,
    images_visible_to,
    lesions_visible_to,
    pathologies_visible_to,
    patients_visible_to,
    reviews_visible_to,
)
from cases.selectors.worklist import SORTS, WORKLISTS, worklist, worklist_counts
from cases.selectors.worklist_rows import worklist_rows

__all__ = [
    "CASE_STATES",
    "MOST_WORRYING_FIRST",
    "NO_RESULT",
    "SORTS",
    "WORKLISTS",
    "analyses_visible_to",
    "awaiting_histology",
    "cases_visible_to",
    "follow_up_coming",
    "follow_up_due",
    "histology_overdue",
    "images_visible_to",
    "lesions_visible_to",
    "lost_to_follow_up",
    "of_person",
    "pathologies_visible_to",
    "patients_visible_to",
    "reviews_visible_to",
    "with_counts",
    "with_latest_analysis",
    "with_state",
    "worklist",
    "worklist_counts",
    "worklist_rows",
]
