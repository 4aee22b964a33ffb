"""Do the probabilities mean what they say, and is the doubt where the mistakes are?"""

import numpy as np

from ml.weighted_metrics import divide

BINS = 15


def bin_of(confidences: np.ndarray, bins: int = BINS) -> np.ndarray:
    """Which of the equally wide bins (low, high] of 0..1 each confidence falls in; 0 belongs to the first."""
    return np.clip(np.ceil(confidences * bins).astype(int) - 1, 0, bins - 1)


def weighted_ece(confidences: np.ndarray, correct: np.ndarray, weights: np.ndarray, bins: int = BINS) -> np.ndarray:
    """Expected calibration error: how far confidence and hit rate differ, averaged over the pictures bin by bin.

    Args:
        confidences: float (m,), 0..1, the probability given to the answer.
        correct: bool (m,), whether the answer is right.
        weights: float (b, m).
        bins: equally wide, 15 in the literature.

    Returns:
        float64 (b,), 0..1; NaN where the weights are all zero.

    Source: Guo et al. 2017, On calibration of modern neural networks (ICML, arXiv:1706.04599); bins after Naeini
    et al. 2015 (AAAI).
    """
    gaps = np.zeros((len(confidences), bins))
    gaps[np.arange(len(confidences)), bin_of(confidences, bins)] = correct - confidences
    return divide(np.abs(weights @ gaps).sum(axis=1), weights.sum(axis=1))


def reliability(confidences: np.ndarray, correct: np.ndarray, bins: int = BINS) -> list[dict[str, float | int]]:
    """The reliability diagram's bins that hold pictures.

    Args:
        confidences: float (m,), 0..1.
        correct: bool (m,).
        bins: equally wide.

    Returns:
        low and high of the bin, mean confidence, hit rate (`correct`) and n.

    Source: DeGroot and Fienberg 1983, The Statistician 32:12-22.
    """
    places = bin_of(confidences, bins)
    return [
        {
            "low": place / bins,
            "high": (place + 1) / bins,
            "confidence": float(confidences[places == place].mean()),
            "correct": float(correct[places == place].mean()),
            "n": int((places == place).sum()),
        }
        for place in range(bins)
        if (places == place).any()
    ]


def risk_coverage(uncertainties: np.ndarray, correct: np.ndarray, most: int = 200) -> list[tuple[float, float]]:
    """Error rate among the pictures that are kept when the most uncertain ones go to a person.

    Args:
        uncertainties: float (m,), higher means less sure.
        correct: bool (m,).
        most: points of the curve; the first and the last are always kept.

    Returns:
        (coverage, risk) from the surest picture to all; pictures of one uncertainty enter together, because no
        threshold can part them. Empty for no pictures.

    Source: Geifman and El-Yaniv 2017, Selective classification for deep neural networks (arXiv:1705.08500).
    """
    if len(uncertainties) == 0:
        return []
    order = np.argsort(uncertainties, kind="stable")
    kept = np.arange(1, len(order) + 1)
    risks = np.cumsum(~correct[order]) / kept
    ends = np.flatnonzero(np.diff(uncertainties[order], append=np.inf))
    if len(ends) > most:
        ends = ends[np.unique(np.linspace(0, len(ends) - 1, most).astype(int))]
    return [(float(kept[end] / len(order)), float(risks[end])) for end in ends]


def weighted_aurc(uncertainties: np.ndarray, correct: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Area under the risk-coverage curve: the mean risk over all coverages, lower is better.

    Args:
        uncertainties: float (m,).
        correct: bool (m,).
        weights: float (b, m).

    Returns:
        float64 (b,), 0..1; NaN where the weights are all zero.

    Source: Geifman, Uziel and El-Yaniv 2019, Bias-reduced uncertainty estimation (ICLR).
    """
    order = np.argsort(uncertainties, kind="stable")
    sorted_weights = weights[:, order]
    kept = np.cumsum(sorted_weights, axis=1)
    risks = np.cumsum(sorted_weights * ~correct[order], axis=1) / np.maximum(kept, 1e-12)
    return divide((sorted_weights * risks).sum(axis=1), kept[:, -1])
