"""The figures by which the networks are judged, in NumPy. Degenerate cases are decided here, in the open."""

import numpy as np


def iou(predicted: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Intersection over union, also called the Jaccard index.

    Args:
        predicted: bool (..., height, width).
        truth: bool of the same shape.

    Returns:
        float64 (...), 0..1. Nothing found where nothing is counts as 1.0: the answer is right.
    """
    both = np.logical_and(predicted, truth).sum(axis=(-2, -1))
    either = np.logical_or(predicted, truth).sum(axis=(-2, -1))
    return np.where(either == 0, 1.0, both / np.maximum(either, 1))


def dice(predicted: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Dice coefficient (Dice 1945): twice the intersection over the sum of both areas.

    Args:
        predicted: bool (..., height, width).
        truth: bool of the same shape.

    Returns:
        float64 (...), 0..1. Nothing found where nothing is counts as 1.0.
    """
    overlap = iou(predicted, truth)
    return 2 * overlap / (1 + overlap)


def thresholded_jaccard(overlaps: np.ndarray, threshold: float = 0.65) -> float:
    """Mean IoU in which a mask below the threshold counts as 0, because a clinician would have to redraw it.

    Args:
        overlaps: float (n,), one IoU per picture.
        threshold: smallest IoU that counts.

    Returns:
        0..1, NaN for no pictures.

    Source: Codella et al. 2019, ISIC 2018 challenge (arXiv:1902.03368).
    """
    if len(overlaps) == 0:
        return float("nan")
    return float(np.where(overlaps < threshold, 0.0, overlaps).mean())


def recall_per_class(predicted: np.ndarray, truth: np.ndarray, classes: int) -> np.ndarray:
    """Sensitivity of each class.

    Args:
        predicted: int (n,), class indices.
        truth: int (n,), class indices.
        classes: number of classes.

    Returns:
        float64 (classes,), 0..1; NaN where the class does not occur in the truth.
    """
    counts = np.bincount(truth, minlength=classes)
    hits = np.bincount(truth[predicted == truth], minlength=classes)
    return np.where(counts == 0, np.nan, hits / np.maximum(counts, 1))


def balanced_accuracy(predicted: np.ndarray, truth: np.ndarray, classes: int) -> float:
    """Balanced multi-class accuracy (BMA): the mean sensitivity over the classes that occur in the truth.

    Args:
        predicted: int (n,), class indices.
        truth: int (n,), class indices.
        classes: number of classes.

    Returns:
        0..1, NaN for no pictures.

    Source: ISIC 2018 challenge, goal metric of task 3 (arXiv:1902.03368).
    """
    recalls = recall_per_class(predicted, truth, classes)
    recalls = recalls[~np.isnan(recalls)]
    return float(recalls.mean()) if recalls.size else float("nan")


def auc(scores: np.ndarray, positive: np.ndarray) -> float:
    """Area under the ROC curve: the chance that a positive scores higher than a negative, ties counting half.

    Args:
        scores: float (n,), higher means more likely positive.
        positive: bool (n,).

    Returns:
        0..1; NaN where one of the two groups is empty, because there is nothing to compare.

    Source: Hanley and McNeil 1982, Radiology 143:29-36 (the Mann-Whitney form).
    """
    positives, negatives = int(positive.sum()), int((~positive).sum())
    if positives == 0 or negatives == 0:
        return float("nan")
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    return float((ranks[positive].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def sensitivity(scores: np.ndarray, positive: np.ndarray, threshold: float) -> float:
    """Fraction of the positives whose score reaches the threshold; NaN without positives."""
    return float((scores[positive] >= threshold).mean()) if positive.any() else float("nan")


def specificity(scores: np.ndarray, positive: np.ndarray, threshold: float) -> float:
    """Fraction of the negatives whose score stays below the threshold; NaN without negatives."""
    return float((scores[~positive] < threshold).mean()) if (~positive).any() else float("nan")


def threshold_for_sensitivity(scores: np.ndarray, positive: np.ndarray, wanted: float) -> float:
    """The highest threshold that still reaches the wanted sensitivity.

    Args:
        scores: float (n,).
        positive: bool (n,), at least one True.
        wanted: 0..1.

    Raises:
        ValueError: there is no positive to be sensitive to.
    """
    if not positive.any():
        raise ValueError("No positive picture: a sensitivity cannot be reached.")
    ordered = np.sort(scores[positive])[::-1]
    return float(ordered[max(int(np.ceil(wanted * ordered.size)), 1) - 1])


def roc_curve(scores: np.ndarray, positive: np.ndarray, most: int = 200) -> list[tuple[float, float]]:
    """The ROC curve.

    Args:
        scores: float (n,), higher means more likely positive.
        positive: bool (n,).
        most: points of the curve; both ends are always kept.

    Returns:
        (1 - specificity, sensitivity) from (0, 0) to (1, 1); pictures of one score enter together. Empty where one of
        the two groups is, because there is nothing to compare.

    Source: Fawcett 2006, Pattern Recognition Letters 27:861-874.
    """
    if positive.all() or not positive.any():
        return []
    order = np.argsort(-scores, kind="stable")
    ends = np.flatnonzero(np.diff(scores[order], append=-np.inf))
    hits = np.concatenate([[0], np.cumsum(positive[order])[ends]]) / positive.sum()
    alarms = np.concatenate([[0], np.cumsum(~positive[order])[ends]]) / (~positive).sum()
    if len(hits) > most:
        # Evenly along the curve's length: few points would otherwise lie on its steep start.
        length = np.concatenate([[0], np.cumsum(np.abs(np.diff(hits)) + np.abs(np.diff(alarms)))])
        kept = np.unique(np.searchsorted(length, np.linspace(0, length[-1], most)).clip(0, len(hits) - 1))
        hits, alarms = hits[kept], alarms[kept]
    return [(float(alarm), float(hit)) for alarm, hit in zip(alarms, hits, strict=True)]
