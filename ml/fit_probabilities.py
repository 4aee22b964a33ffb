"""Fits on val what turns logits into probabilities and verdicts: python -m ml.fit_probabilities --data DIR

Calibration, operating points and the limit of uncertainty go to the manifest. Nothing here ever looks at test.
"""

import argparse
from math import floor
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ml.dataset import Record, data_folder, in_split, read_records
from ml.diagnoses import CODES, MALIGNANT_INDICES
from ml.evidence import logits_of
from ml.files import in_chunks
from ml.manifest import WEIGHTS_FOLDER, write_calibration
from ml.metrics import balanced_accuracy, sensitivity, specificity, threshold_for_sensitivity
from ml.probabilities import calibrated, uncertainty_of

TOGETHER = 16

# Fitted on val a little above what is promised, because 303 malignant pictures leave a few points to chance.
RULE_OUT_SENSITIVITY = 0.96
# A missed melanoma costs more than a second look.
DEFAULT_POINT = "rule_out"
HANDED_OVER = 0.13

TEMPERATURES = np.geomspace(0.4, 4.0, 120)


def view_logits(pipeline, records: list[Record]) -> tuple[np.ndarray, np.ndarray]:
    """What the classifier says of every picture that passes the gates.

    Returns:
        Logits, float64 (n, views, 7), and labels, int (n,).
    """
    logits, labels = [], []
    for chunk in tqdm(in_chunks(records, TOGETHER), unit="batch"):
        datas = [record.picture_path.read_bytes() for record in chunk]
        for record, passage in zip(chunk, pipeline.follow(datas), strict=True):
            if passage.evidence is not None:
                logits.append(logits_of(passage.evidence))
                labels.append(record.label)
    return np.array(logits), np.array(labels)


def fit_temperature(logits: np.ndarray, labels: np.ndarray, shift: np.ndarray) -> float:
    """The temperature under which the labels were least surprising.

    Args:
        logits: float (n, classes). labels: int (n,). shift: float (classes,).
    """
    losses = [_surprise(calibrated(logits, temperature, shift), labels) for temperature in TEMPERATURES]
    return float(TEMPERATURES[int(np.argmin(losses))])


def _surprise(probabilities: np.ndarray, labels: np.ndarray) -> float:
    return float(-np.log(np.maximum(probabilities[np.arange(len(labels)), labels], 1e-12)).mean())


def balanced_point(scores: np.ndarray, malignant: np.ndarray) -> float:
    """The threshold with the largest sum of sensitivity and specificity.

    Args:
        scores: float (n,), malignant probability. malignant: bool (n,).

    Source: Youden 1950, Index for rating diagnostic tests, Cancer 3(1).
    """
    candidates = np.unique(scores)
    sums = [sensitivity(scores, malignant, each) + specificity(scores, malignant, each) for each in candidates]
    return float(candidates[int(np.argmax(sums))])


def fit(logits: np.ndarray, labels: np.ndarray, shift: np.ndarray) -> dict:
    """Everything the manifest keeps.

    Args:
        logits: float (n, views, classes). labels: int (n,). shift: float (classes,), see `ml.probabilities`.

    Returns:
        temperature, shift by code, operating_points by name, uncertain.
    """
    together = logits.mean(axis=1)
    # Rounded first, so that everything after is computed with what the manifest keeps.
    shift = shift.round(4)
    temperature = round(fit_temperature(together, labels, shift), 4)
    probabilities = calibrated(together, temperature, shift)
    scores, malignant = probabilities[:, MALIGNANT_INDICES].sum(axis=1), np.isin(labels, MALIGNANT_INDICES)
    uncertainties = np.array([uncertainty_of(views) for views in calibrated(logits, temperature, shift)])
    # Rounded down, so that the pictures which decided stay on their side.
    return {
        "temperature": temperature,
        "shift": {code: float(each) for code, each in zip(CODES, shift, strict=True)},
        "operating_points": {
            "rule_out": _down(threshold_for_sensitivity(scores, malignant, RULE_OUT_SENSITIVITY)),
            "balanced": _down(balanced_point(scores, malignant)),
        },
        "uncertain": _down(float(np.quantile(uncertainties, 1 - HANDED_OVER))),
    }


def _down(value: float) -> float:
    return floor(1e4 * value) / 1e4


def describe(logits: np.ndarray, labels: np.ndarray, fitted: dict) -> list[str]:
    """What the fitted numbers mean on the pictures they were fitted on, line by line."""
    shift = np.array(list(fitted["shift"].values()))
    probabilities = calibrated(logits.mean(axis=1), fitted["temperature"], shift)
    named = probabilities.argmax(axis=1)
    uncertainties = np.array([uncertainty_of(views) for views in calibrated(logits, fitted["temperature"], shift)])
    sure = uncertainties < fitted["uncertain"]
    scores, malignant = probabilities[:, MALIGNANT_INDICES].sum(axis=1), np.isin(labels, MALIGNANT_INDICES)
    lines = [
        f"temperature {fitted['temperature']}, BMA {balanced_accuracy(named, labels, len(CODES)):.4f}, "
        f"accuracy {(named == labels).mean():.4f}",
        f"uncertain from {fitted['uncertain']}: {1 - sure.mean():.3f} handed over, accuracy on the rest "
        f"{(named == labels)[sure].mean():.4f}",
    ]
    for name, threshold in fitted["operating_points"].items():
        lines.append(
            f"{name} {threshold}: sensitivity {sensitivity(scores, malignant, threshold):.4f}, "
            f"specificity {specificity(scores, malignant, threshold):.4f}"
        )
    return lines


def frequency_shift(labels: np.ndarray, power: float) -> np.ndarray:
    """The shift from a world of equally frequent diagnoses towards that of the labels.

    Args:
        labels: int (n,); a class that never occurs counts as if it did once.
        power: 0 stays, 1 goes all the way.
    """
    counts = np.maximum(np.bincount(labels, minlength=len(CODES)), 1)
    logarithms = np.log(counts / counts.sum())
    return power * (logarithms - logarithms.max())


def main(arguments: list[str] | None = None) -> int:
    """Fit on val and write to the manifest. Exit code 0."""
    parser = argparse.ArgumentParser(
        prog="python -m ml.fit_probabilities", description="Fits calibration, operating points and uncertainty on val."
    )
    parser.add_argument("--data", help="data folder; default: the environment variable SKINLESION_DATA")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER, help="folder with manifest.json")
    parser.add_argument(
        "--power", type=float, default=0.4, help="how far towards real frequencies, default %(default)s"
    )
    parser.add_argument("--limit", type=int, help="only so many pictures of val, to try things out: writes nothing")
    parser.add_argument("--keep", type=Path, help="write the logits of every view to this .npz")
    args = parser.parse_args(arguments)
    from ml.pipeline import Pipeline

    records = read_records(data_folder(args.data))
    logits, labels = view_logits(
        Pipeline.load(weights_dir=args.weights, to_fit=True), in_split(records, "val", args.limit)
    )
    if args.keep:
        np.savez(args.keep, logits=logits, labels=labels)
    taught = np.array([record.label for record in in_split(records, "train")])
    fitted = fit(logits, labels, frequency_shift(taught, args.power))
    print("\n".join(describe(logits, labels, fitted)))
    if args.limit:
        return 0
    uncertain = fitted.pop("uncertain")
    write_calibration({**fitted, "default_point": DEFAULT_POINT}, uncertain, args.weights)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
