"""Judges the shipped pipeline: python -m ml.evaluate --data DIR --split val|test|all [--out DIR]

The classifier sees the crop of the mask that the segmenter found, as in production, never the true mask.
"""

import argparse
import json
from collections.abc import Iterable
from dataclasses import replace
from math import floor
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from ml.dataset import SPLITS, Record, data_folder, in_split, read_records
from ml.errors import Refused
from ml.figures import Answers, table_of
from ml.files import in_chunks
from ml.manifest import WEIGHTS_FOLDER, write_figures, write_threshold
from ml.pipeline import Pipeline

TOGETHER = 16

# Of the lesions found on val, this fraction must be certain enough; every picture of val shows a lesion.
CERTAIN = 0.998


def answers_for(pipeline: Pipeline, records: list[Record]) -> Answers:
    """Runs the pipeline over labelled pictures.

    Args:
        pipeline: loaded.
        records: pictures with diagnosis and true mask.
    """
    answers = Answers()
    for chunk in tqdm(in_chunks(records, TOGETHER), unit="batch", disable=len(records) < 500):
        outcomes = pipeline.analyse_many([record.picture_path.read_bytes() for record in chunk])
        for record, outcome in zip(chunk, outcomes, strict=True):
            if isinstance(outcome, Refused):
                answers.add_refusal(record.label, outcome.code)
            else:
                truth = true_mask(record.mask_path, outcome.mask.shape)
                answers.add(record.label, truth, outcome.mask, list(outcome.probabilities.values()))
                answers.certainties.append(outcome.quality["certainty"])
    return answers


def true_mask(path: Path, shape: tuple[int, int]) -> np.ndarray:
    """The true mask at the size of the found one.

    Args:
        path: 1-bit or grey picture, white where the lesion is.
        shape: height and width.

    Returns:
        bool (height, width).
    """
    with Image.open(path) as mask:
        sized = mask.convert("L").resize((shape[1], shape[0]), Image.Resampling.NEAREST)
        return np.asarray(sized) > 127


def chosen(records: Iterable[Record], split: str, limit: int | None) -> list[Record]:
    """The records of a split, or of all."""
    records = list(records)
    if split == "all":
        return records[:limit]
    return in_split(records, split, limit)


def main(arguments: list[str] | None = None) -> int:
    """Judge the shipped pipeline, print the table, write figures.json. Exit code 0."""
    parser = argparse.ArgumentParser(prog="python -m ml.evaluate", description="Judges the shipped pipeline.")
    parser.add_argument("--data", help="data folder; default: the environment variable SKINLESION_DATA")
    parser.add_argument("--split", choices=[*SPLITS, "all"], required=True)
    parser.add_argument("--out", type=Path, help="write figures.json to this folder")
    parser.add_argument("--limit", type=int, help="only so many pictures, spread over the split")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER, help="folder with manifest.json")
    parser.add_argument(
        "--fit-thresholds",
        type=float,
        metavar="SENSITIVITY",
        help="on val only: write the malignant threshold that reaches this sensitivity to the manifest, and the "
        f"certainty that {CERTAIN * 100:.1f} %% of the lesions found reach",
    )
    parser.add_argument("--record", action="store_true", help="write the figures to the manifest")
    args = parser.parse_args(arguments)
    if args.fit_thresholds and args.split != "val":
        parser.error("--fit-thresholds belongs to --split val: what is chosen on test is no longer judged by it")
    records = chosen(read_records(data_folder(args.data)), args.split, args.limit)
    pipeline = Pipeline.load(weights_dir=args.weights)
    if args.fit_thresholds:
        # What an earlier certainty refused must not be missing when the new one is fitted.
        thresholds = {**pipeline.segmenter.thresholds, "certainty": 0.0}
        pipeline.segmenter = replace(pipeline.segmenter, thresholds=thresholds)
    answers = answers_for(pipeline, records)
    threshold = pipeline.classifier.thresholds["malignant"]
    if args.fit_thresholds:
        # Rounded down, so that the pictures which decided stay on their side.
        threshold = floor(1e4 * answers.threshold(args.fit_thresholds)) / 1e4
        write_threshold("classifier", "malignant", threshold, args.weights)
        write_threshold("segmenter", "certainty", floor(1e4 * answers.certainty(CERTAIN)) / 1e4, args.weights)
    figures = {
        "split": args.split,
        **answers.figures(threshold),
        "model_versions": {
            "segmenter": pipeline.segmenter.version,
            "classifier": pipeline.classifier.version,
        },
    }
    print(table_of(figures))
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "figures.json").write_text(json.dumps(figures, indent=2) + "\n")
    if args.record:
        _record(figures, args.weights)
    return 0


def _record(figures: dict, folder: Path) -> None:
    shared = {"split": figures["split"], "n": figures["n"], "refused": figures["refused"]}
    write_figures("segmenter", {**shared, **figures["segmentation"]}, folder)
    flat = {name: value for name, value in figures["classification"].items() if not isinstance(value, dict)}
    point = figures["operating_point"]
    at_threshold = {"malignant_sensitivity": point["sensitivity"], "malignant_specificity": point["specificity"]}
    write_figures("classifier", {**shared, **flat, **at_threshold}, folder)


if __name__ == "__main__":
    raise SystemExit(main())
