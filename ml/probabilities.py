"""From logits to probabilities that keep their word, and how much they can be relied on.

A probability is calibrated when of all pictures that get 30 % about 30 % are what was said. Temperature and shift are
fitted on val (`ml.fit_probabilities`) and stand in the manifest.
"""

import numpy as np


def softmax(logits: np.ndarray) -> np.ndarray:
    """Probabilities along the last axis.

    Args:
        logits: float (..., classes).

    Returns:
        float64 of the same shape; the last axis sums to 1.
    """
    risen = np.exp(logits - logits.max(axis=-1, keepdims=True), dtype=np.float64)
    return risen / risen.sum(axis=-1, keepdims=True)


def calibrated(logits: np.ndarray, temperature: float, shift: np.ndarray) -> np.ndarray:
    """Probabilities after calibration.

    Args:
        logits: float (..., classes).
        temperature: above 1 makes the network more modest.
        shift: float (classes,), added before; how much more often each diagnosis occurs than the network was taught.

    Returns:
        float64 of the same shape.

    Source: Guo et al. 2017, On calibration of modern neural networks (arXiv:1706.04599); the shift: Saerens et al.
    2002, Adjusting the outputs of a classifier to new a priori probabilities, Neural Computation 14(1).
    """
    return softmax((logits + shift) / temperature)


def uncertainty_of(views: np.ndarray) -> float:
    """How little the answer can be relied on: the entropy of the views' mean probabilities.

    It is high where every view hesitates and where the views disagree, because the mean of different answers is flat:
    the entropy of the mean is the mean entropy of the views plus their disagreement.

    Args:
        views: float (views, classes), each row summing to 1.

    Returns:
        0 (one diagnosis is certain) .. 1 (all are equally likely).

    Source: Depeweg et al. 2018, Decomposition of uncertainty (arXiv:1710.07283).
    """
    return float(_entropy(views.mean(axis=0)))


def _entropy(probabilities: np.ndarray) -> np.ndarray:
    """Shannon's entropy along the last axis as a part of the largest possible one."""
    logarithms = np.log(np.maximum(probabilities, 1e-12))
    return -(probabilities * logarithms).sum(axis=-1) / np.log(probabilities.shape[-1])
