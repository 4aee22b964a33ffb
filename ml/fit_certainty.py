"""Fits on val from which certainty on the segmenter's lesion is one: python -m ml.fit_certainty --data DIR

Every picture of val shows a lesion, so what is refused of it is a mistake; a few in a thousand may be. To be run after
a new segmenter.
"""

import argparse
from dataclasses import replace
from math import floor
from pathlib import Path

import numpy as np

from ml.dataset import Record, data_folder, in_split, read_records
from ml.files import in_chunks
from ml.manifest import WEIGHTS_FOLDER, write_threshold

# Of the lesions found on val, this fraction must be certain enough.
CERTAIN = 0.998


def certainties(pipeline, records: list[Record]) -> np.ndarray:
    """How certain the segmenter is of each lesion that it finds, however uncertain, gates aside; float (n,)."""
    # What an earlier limit refused must not be missing when the new one is fitted.
    pipeline.segmenter = replace(pipeline.segmenter, thresholds={**pipeline.segmenter.thresholds, "certainty": 0.0})
    found = []
    for chunk in in_chunks(records, 16):
        passages = pipeline.find([record.picture_path.read_bytes() for record in chunk], anyway=[True] * len(chunk))
        found += [passage.quality["certainty"] for passage in passages if passage.refusal is None]
    return np.array(found)


def limit_of(found: np.ndarray) -> float:
    """The certainty that all but two in a thousand reach, rounded down so that those which decided stay."""
    return floor(1e4 * float(np.quantile(found, 1 - CERTAIN, method="lower"))) / 1e4


def main(arguments: list[str] | None = None) -> int:
    """Fit on val and write to the manifest. Exit code 0."""
    parser = argparse.ArgumentParser(prog="python -m ml.fit_certainty", description="Fits when a lesion is none.")
    parser.add_argument("--data", help="data folder; default: the environment variable SKINLESION_DATA")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER, help="folder with manifest.json")
    args = parser.parse_args(arguments)
    from ml.pipeline import Pipeline

    records = in_split(read_records(data_folder(args.data)), "val")
    limit = limit_of(certainties(Pipeline.load(weights_dir=args.weights, to_fit=True), records))
    write_threshold("segmenter", "certainty", limit, args.weights)
    print(f"no_lesion_found below a certainty of {limit}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
