"""The only way to records: querysets that know who asks, and what is computed from them."""

from cases.selectors.awaiting_histology import awaiting_histology, histology_overdue
from cases.selectors.case_state import CASE_STATES, with_state
from cases.selectors.drawn_outlines import (
    counting_outline,
    measurements_of,
    newest_outline,
    outlines_visible_to,
    with_drawn_outlines,
)
from cases.selectors.follow_up import follow_up_coming, follow_up_due, lost_to_follow_up
from cases.selectors.hidden_results import HIDDEN_UNTIL_IMPRESSION, is_hidden, wants_impression
from cases.selectors.latest_analysis import with_latest_analysis
from cases.selectors.latest_results import lesions_with_latest_results
from cases.selectors.lesion_over_time import lesion_pictures_visible_to, signed_reviews_of, valid_histology_of
from cases.selectors.matching import matching_patients, matching_words
from cases.selectors.namesakes import namesakes
from cases.selectors.of_person import of_person
from cases.selectors.patient_counts import with_counts
from cases.selectors.reading_order import RowsInOrder, ids_in_order, in_reading_order
from cases.selectors.risk_at_a_glance import MOST_WORRYING_FIRST, NO_RESULT
from cases.selectors.speaking_result import speaking_analysis, unfinished_pictures, worry
from cases.selectors.versions import versions_visible_to
from cases.selectors.visible import (
    analyses_visible_to,
    cases_visible_to,
    current_patients_visible_to,
    images_visible_to,
    imports_visible_to,
    lesions_visible_to,
    pathologies_visible_to,
    patients_visible_to,
    reviews_visible_to,
)
from cases.selectors.worklist import SORTS, WORKLISTS, worklist, worklist_counts
from cases.selectors.worklist_rows import worklist_rows

__all__ = [
    "CASE_STATES",
    "HIDDEN_UNTIL_IMPRESSION",
    "MOST_WORRYING_FIRST",
    "NO_RESULT",
    "RowsInOrder",
    "SORTS",
    "WORKLISTS",
    "analyses_visible_to",
    "awaiting_histology",
    "cases_visible_to",
    "counting_outline",
    "current_patients_visible_to",
    "follow_up_coming",
    "follow_up_due",
    "histology_overdue",
    "ids_in_order",
    "images_visible_to",
    "imports_visible_to",
    "in_reading_order",
    "is_hidden",
    "lesion_pictures_visible_to",
    "lesions_visible_to",
    "lesions_with_latest_results",
    "lost_to_follow_up",
    "matching_patients",
    "matching_words",
    "measurements_of",
    "namesakes",
    "newest_outline",
    "of_person",
    "outlines_visible_to",
    "pathologies_visible_to",
    "patients_visible_to",
    "reviews_visible_to",
    "signed_reviews_of",
    "speaking_analysis",
    "unfinished_pictures",
    "valid_histology_of",
    "versions_visible_to",
    "wants_impression",
    "with_counts",
    "with_drawn_outlines",
    "with_latest_analysis",
    "with_state",
    "worklist",
    "worklist_counts",
    "worklist_rows",
    "worry",
]
