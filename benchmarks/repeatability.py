"""How far two pictures of one lesion differ: python -m benchmarks.repeatability --data DIR [--split val]"""

import argparse
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

import numpy as np

from ml.dataset import Record, data_folder, in_split, read_records
from ml.errors import Refused
from ml.pipeline import Pipeline, Result

SHAPES = ("asymmetry_major_axis", "asymmetry_minor_axis", "border_irregularity")


def pairs_of(records: Iterable[Record]) -> list[tuple[Record, Record]]:
    """Every two pictures of the same lesion."""
    by_lesion = defaultdict(list)
    for record in records:
        by_lesion[record.lesion_id].append(record)
    return [pair for together in by_lesion.values() for pair in combinations(together, 2)]


def differences(pairs: Iterable[tuple[Result, Result]]) -> dict[str, list[float]]:
    """Absolute differences by measure; a measure that one of the two pictures lacks is left out of that pair.

    Sizes are not compared: the pictures of one lesion were taken at different magnifications, and none has a scale.
    """
    found = defaultdict(list)
    for first, second in pairs:
        found["malignant_probability"].append(abs(first.malignant_probability - second.malignant_probability))
        for name in SHAPES:
            one, other = first.measurements[name], second.measurements[name]
            if one is not None and other is not None:
                found[name].append(abs(one - other))
        one, other = first.measurements["colours"], second.measurements["colours"]
        if one is not None and other is not None:
            found["colours differ (1) or not (0)"].append(float(set(one) != set(other)))
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.repeatability", description="Compares pictures of the same lesion."
    )
    parser.add_argument("--data", help="folder of pictures with metadata.csv; SKINLESION_DATA unless given")
    parser.add_argument("--split", default="val")
    args = parser.parse_args(arguments)

    pairs = pairs_of(in_split(read_records(data_folder(args.data)), args.split))
    wanted = {record.image_id: record.picture_path for pair in pairs for record in pair}
    pipeline = Pipeline.load()
    results = {}
    for image_id, picture in wanted.items():
        (outcome,) = pipeline.analyse_many([picture.read_bytes()])
        if not isinstance(outcome, Refused):
            results[image_id] = outcome
    both = [(results[a.image_id], results[b.image_id]) for a, b in pairs if {a.image_id, b.image_id} <= results.keys()]
    versions = f"{pipeline.segmenter.version}, {pipeline.classifier.version}"
    print(f"{len(wanted)} pictures, {len(results)} with a result; {len(both)} pairs; {versions}")
    print("| measure | n | mean | median | 9 of 10 pairs differ by at most |")
    print("|---|---|---|---|---|")
    for name, values in differences(both).items():
        mean, median, most = np.mean(values), np.median(values), np.quantile(values, 0.9)
        print(f"| {name} | {len(values)} | {mean:.3f} | {median:.3f} | {most:.3f} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
