"""What a batch changed: its results against those that stood before. For administrators, who sign it off."""

from cases.selectors.what_changed.agreement import Agreement, agreement
from cases.selectors.what_changed.changes import CONSEQUENCES, CROSSING, RECALL, changes, consequence_counts
from cases.selectors.what_changed.compared import compared
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
    "changes",
    "compared",
    "consequence_counts",
    "recall_list",
]
