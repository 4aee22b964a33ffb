"""The figures of `ml.metrics` and more under many weightings at once, so that a thousand resamples take a moment.

Every function takes columns of m pictures and weights, float (b, m), as its last argument, and gives float64 (b,):
weights of one are the pictures as they are, whole numbers are resamples. NaN where a figure is not defined.
"""

import numpy as np


def weighted_mean(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The mean of values (m,) under each row of weights (b, m): float64 (b,), NaN where the weights are all zero."""
    return divide(weights @ values, weights.sum(axis=1))


def divide(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """above / below, NaN where below is zero: a fraction of nothing is not defined."""
    return np.where(below > 0, above / np.where(below > 0, below, 1), np.nan)


def weighted_auc(scores: np.ndarray, positive: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Area under the ROC curve, ties counting half.

    Args:
        scores: float (m,), higher means more likely positive.
        positive: bool (m,).

    Returns:
        0..1; NaN where one of the two groups is empty.
    """
    order = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.diff(scores[order], prepend=-np.inf))
    sorted_weights = weights[:, order]
    positives = np.add.reduceat(sorted_weights * positive[order], starts, axis=1)
    negatives = np.add.reduceat(sorted_weights * ~positive[order], starts, axis=1)
    below = np.cumsum(negatives, axis=1) - negatives / 2
    return divide((positives * below).sum(axis=1), positives.sum(axis=1) * negatives.sum(axis=1))


def confusion(truth: np.ndarray, predicted: np.ndarray, weights: np.ndarray, classes: int) -> np.ndarray:
    """How much weight each pair of truth and answer has.

    Args:
        truth: int (m,), 0..classes - 1.
        predicted: int (m,), 0..classes; the last means "no answer".

    Returns:
        float64 (b, classes, classes + 1).
    """
    pairs = np.zeros((len(truth), classes * (classes + 1)))
    pairs[np.arange(len(truth)), truth * (classes + 1) + predicted] = 1
    return (weights @ pairs).reshape(-1, classes, classes + 1)


def weighted_bma(truth: np.ndarray, predicted: np.ndarray, weights: np.ndarray, classes: int = 7) -> np.ndarray:
    """Balanced multi-class accuracy: the mean sensitivity over the classes that occur in the truth.

    Source: ISIC 2018 challenge, goal metric of task 3 (arXiv:1902.03368).
    """
    counts = confusion(truth, predicted, weights, classes)
    return _mean_of_defined(divide(np.einsum("bcc->bc", counts[..., :classes]), counts.sum(axis=2)))


def weighted_macro_f1(truth: np.ndarray, predicted: np.ndarray, weights: np.ndarray, classes: int = 7) -> np.ndarray:
    """Macro F1: the mean F1 over the classes that occur in the truth; no answer counts as missed.

    Source: Opitz and Burst 2019, arXiv:1911.03347, "averaged F1".
    """
    counts = confusion(truth, predicted, weights, classes)
    occurring, given = counts.sum(axis=2), counts[..., :classes].sum(axis=1)
    scores = divide(2 * np.einsum("bcc->bc", counts[..., :classes]), occurring + given)
    return _mean_of_defined(np.where(occurring > 0, scores, np.nan))


def weighted_f1(truth: np.ndarray, predicted: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """F1 of one class, both bool (m,); NaN where it neither occurs nor is given."""
    return divide(2 * weights @ (truth & predicted), weights @ truth + weights @ predicted)


def weighted_median(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The median of float (m,); infinite values count as worst, and a median among them is not defined.

    Half way between the two middle values where they differ, as `numpy.median`.
    """
    order = np.argsort(values)
    reached = np.cumsum(weights[:, order], axis=1)
    half = reached[:, -1:] / 2
    lower, upper = (reached >= half).argmax(axis=1), (reached > half).argmax(axis=1)
    with np.errstate(invalid="ignore"):
        middle = (values[order][lower] + values[order][upper]) / 2
    return np.where((half[:, 0] > 0) & np.isfinite(middle), middle, np.nan)


def _mean_of_defined(per_class: np.ndarray) -> np.ndarray:
    defined = ~np.isnan(per_class)
    return divide(np.where(defined, per_class, 0).sum(axis=1), defined.sum(axis=1))
