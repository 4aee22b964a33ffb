"""How a classifier does in this clinic: against histology, against signed reviews, and over time."""

from cases.selectors.performance.classifiers import classifiers
from cases.selectors.performance.whole import AGAINST, Performance, performance_of

__all__ = ["AGAINST", "Performance", "classifiers", "performance_of"]
