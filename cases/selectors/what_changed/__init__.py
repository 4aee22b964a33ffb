"""What a batch changed: its results against those that stood before. For administrators, who sign it off."""

from cases.selectors.what_changed.agreement import Agreement, agreement
from cases.selectors.what_changed.changes import CONSEQUENCES, CROSSING, RECALL, changes, consequence_counts
from cases.selectors.what_changed.compared import batches_compared_by, compared
from cases.selectors.what_changed.recall import recall_list
from cases.selectors.what_changed.words import ANSWERS, OUTCOMES

__all__ = [
    "ANSWERS",
    "CONSEQUENCES",
    "CROSSING",
    "OUTCOMES",
    "RECALL",
    "Agreement",
    "agreement",
    "batches_compared_by",
    "changes",
    "compared",
    "consequence_counts",
    "recall_list",
]
