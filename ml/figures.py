"""From answers and truths to the figures of a report."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from ml.diagnoses import CODES, MALIGNANT_INDICES
from ml.metrics import (
    auc,
    balanced_accuracy,
    dice,
    iou,
    recall_per_class,
    sensitivity,
    specificity,
    threshold_for_sensitivity,
    thresholded_jaccard,
)

REFUSED = -1


@dataclass
class Answers:
    """What the pipeline said about labelled pictures, one entry each.

    A refused picture counts against the pipeline: its mask as IoU 0, its diagnosis as missed. Only curves and the
    operating point leave it out, because it has no probability.
    """

    overlaps: list[float] = field(default_factory=list)
    dices: list[float] = field(default_factory=list)
    truths: list[int] = field(default_factory=list)
    probabilities: list[list[float]] = field(default_factory=list)
    certainties: list[float] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)

    def add(self, truth: int, true_mask: np.ndarray, mask: np.ndarray, probabilities: list[float]) -> None:
        """A picture with a result; both masks bool (height, width) of one size, probabilities in the order of CODES."""
        self.truths.append(truth)
        self.overlaps.append(float(iou(mask, true_mask)))
        self.dices.append(float(dice(mask, true_mask)))
        self.probabilities.append(probabilities)

    def add_refusal(self, truth: int, code: str) -> None:
        """A picture without a result."""
        self.truths.append(truth)
        self.overlaps.append(0.0)
        self.dices.append(0.0)
        self.probabilities.append([np.nan] * len(CODES))
        self.refusals[code] += 1

    def certainty(self, passing: float) -> float:
        """The certainty that this fraction of the pictures with a result reaches."""
        return float(np.quantile(self.certainties, 1 - passing, method="lower"))

    def malignant(self) -> tuple[np.ndarray, np.ndarray]:
        """Malignant probability, float (n,), and truth, bool (n,), of the pictures with a result."""
        given = np.array(self.probabilities).reshape(-1, len(CODES))
        answered = ~np.isnan(given[:, 0])
        truths = np.array(self.truths, int)[answered]
        return given[answered][:, MALIGNANT_INDICES].sum(axis=1), np.isin(truths, MALIGNANT_INDICES)

    def threshold(self, wanted_sensitivity: float) -> float:
        """The highest malignant probability from which on that fraction of the malignant pictures is suspicious."""
        return threshold_for_sensitivity(*self.malignant(), wanted_sensitivity)

    def figures(self, threshold: float) -> dict:
        """Every figure of the report.

        Args:
            threshold: malignant probability from which on a picture is suspicious.
        """
        truths = np.array(self.truths, int)
        given = np.array(self.probabilities).reshape(-1, len(CODES))
        answered = ~np.isnan(given[:, 0])
        predicted = np.where(answered, np.nan_to_num(given).argmax(axis=1), REFUSED)
        melanoma = CODES.index("mel")
        scores, malignant = self.malignant()
        recalls = recall_per_class(predicted, truths, len(CODES))
        return {
            "n": len(truths),
            "refused": int(self.refusals.total()),
            "refusals": dict(self.refusals),
            "segmentation": {
                "mean_iou": _mean(self.overlaps),
                "mean_dice": _mean(self.dices),
                "thresholded_jaccard": thresholded_jaccard(np.array(self.overlaps)),
            },
            "classification": {
                "bma": balanced_accuracy(predicted, truths, len(CODES)),
                "accuracy": float((predicted == truths).mean()) if len(truths) else float("nan"),
                "melanoma_auc": auc(given[answered, melanoma], truths[answered] == melanoma),
                "malignant_auc": auc(scores, malignant),
                "sensitivity_per_class": dict(zip(CODES, recalls.tolist(), strict=True)),
                "n_per_class": dict(zip(CODES, np.bincount(truths, minlength=len(CODES)).tolist(), strict=True)),
            },
            "operating_point": {
                "threshold": threshold,
                "sensitivity": sensitivity(scores, malignant, threshold),
                "specificity": specificity(scores, malignant, threshold),
                "n_malignant": int(malignant.sum()),
            },
        }


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else float("nan")


def table_of(figures: dict) -> str:
    """The figures as lines for people."""
    segmentation, classification = figures["segmentation"], figures["classification"]
    point = figures["operating_point"]
    lines = [
        f"pictures               {figures['n']} ({figures['refused']} refused {figures['refusals'] or ''})",
        f"mean IoU               {segmentation['mean_iou']:.4f}",
        f"mean Dice              {segmentation['mean_dice']:.4f}",
        f"thresholded Jaccard    {segmentation['thresholded_jaccard']:.4f}",
        f"BMA                    {classification['bma']:.4f}",
        f"accuracy               {classification['accuracy']:.4f}",
        f"melanoma AUC           {classification['melanoma_auc']:.4f}",
        f"malignant AUC          {classification['malignant_auc']:.4f}",
        f"malignant at {point['threshold']:.3f}     sensitivity {point['sensitivity']:.4f}, "
        f"specificity {point['specificity']:.4f}, {point['n_malignant']} malignant",
    ]
    recalls, counts = classification["sensitivity_per_class"], classification["n_per_class"]
    lines += [f"sensitivity {code:<5}      {recalls[code]:.4f} of {counts[code]}" for code in CODES]
    return "\n".join(lines)
