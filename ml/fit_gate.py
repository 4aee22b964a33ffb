"""Fits the domain gate to the segmenter as it is: python -m ml.fit_gate --data DIR

Dermoscopy is HAM10000's train split; everything else is half of the pictures in `unsuitable/`, the other half is for
the report. Every picture is squashed first and then seen by other cameras, so that neither light nor scale nor lens
nor compression tells a dermatoscope from a phone: what is left is what the skin looks like.
"""

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from ml.dataset import data_folder, in_split, read_records
from ml.draw import draw_lesion
from ml.files import in_chunks, picture_files
from ml.gate import Gate, chance, standardised
from ml.keras_segmenter import KerasSegmenter
from ml.manifest import WEIGHTS_FOLDER, add_entry, read_manifest
from ml.memory import keep_memory
from ml.other_camera import other_view
from ml.preprocess import squash

# How many changed views of each picture are learnt from, beside the picture itself.
VIEWS = {"train": 2, "drawn": 2, "everyday": 8, "phone_skin": 10}
TRAIN_PICTURES = 1500
DRAWN_PICTURES = 60

# Drawn lesions weigh this part of all dermoscopy: demonstrations and tests consist of them.
DRAWN_PART = 0.1

# Pulls the weights of the standardised numbers towards zero; chosen by cross-validation, see docs/gate.md.
RIDGE = 30.0
FOLDS = 5

# The gate may refuse this part of val.
REFUSED_ON_VAL = 0.004

UNSUITABLE = ("everyday", "phone_skin")


def hashed(path: Path, salt: str = "") -> int:
    """A number from the file's name, 0..255; the pictures of one patient share theirs."""
    parts = path.name.split("_")
    group = "_".join(parts[:2]) if parts[0] == "PAT" else path.name
    return hashlib.sha256((group + salt).encode()).digest()[0]


def fitting_half(path: Path) -> bool:
    """Whether a picture of `unsuitable/` belongs to the half that is fitted on."""
    return hashed(path) % 2 == 0


def unsuitable_files(folder: Path, kind: str) -> list[Path]:
    """The pictures of `unsuitable/<kind>`, inside the folder with metadata.csv or beside it.

    Raises:
        SystemExit: there are none.
    """
    for place in (folder / "unsuitable" / kind, folder.parent / "unsuitable" / kind):
        if place.is_dir():
            return picture_files([place])
    raise SystemExit(f"No folder unsuitable/{kind} in {folder} or beside it: the gate needs pictures to refuse.")


def photographs(folder: Path) -> list[Path]:
    """The pictures of other cameras in `photos`, beside the folder with metadata.csv; none where there is no such."""
    return picture_files([place for place in (folder / "photos", folder.parent / "photos") if place.is_dir()])


def squashed_files(paths: Iterable[Path]) -> Iterator[np.ndarray]:
    """The pictures of the files, uint8 (224, 224, 3) each."""
    for path in paths:
        with Image.open(path) as picture:
            yield squash(np.asarray(picture.convert("RGB")))


def with_views(frames: Iterable[np.ndarray], views: int, seed: int) -> Iterator[np.ndarray]:
    """Each frame, followed by so many other views of it. The same seed gives the same views."""
    for place, frame in enumerate(frames):
        yield frame
        for number in range(views):
            yield other_view(np.random.default_rng((seed, place, number)), frame)


def fit(dermoscopy: list[np.ndarray], others: list[np.ndarray], ridge: float = RIDGE) -> Gate:
    """A logistic layer between dermoscopy and everything else.

    Args:
        dermoscopy: features of photographs, float32 (n, f), and of drawn lesions, float32 (m, f).
        others: float32 (k, f) for each kind of other picture; kinds weigh the same, whatever their number, and all of
            them together as much as dermoscopy.
        ridge: penalty on the squared weights.

    Returns:
        A gate that refuses nothing yet (threshold 0) and names no segmenter.

    Source: iteratively reweighted least squares; Bishop 2006, Pattern Recognition and Machine Learning, 4.3.3.
    """
    known = np.concatenate(dermoscopy)
    mean, spread = known.mean(axis=0), known.std(axis=0) + 1e-6
    kinds = [*dermoscopy, *others]
    rows = standardised(np.concatenate(kinds).astype(np.float64), mean, spread)
    rows = np.hstack([rows, np.ones((len(rows), 1))])
    truth = np.repeat([1.0, 1.0] + [0.0] * len(others), [len(kind) for kind in kinds])
    shares = [0.5 * (1 - DRAWN_PART), 0.5 * DRAWN_PART] + [0.5 / len(others)] * len(others)
    importance = np.concatenate(
        [np.full(len(kind), share * len(rows) / len(kind)) for kind, share in zip(kinds, shares, strict=True)]
    )
    penalty = np.full(rows.shape[1], ridge)
    penalty[-1] = 1e-6
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        said = 0.5 * (1 + np.tanh(0.5 * (rows @ weights)))
        gradient = rows.T @ (importance * (said - truth)) + penalty * weights
        curvature = (rows * (importance * np.maximum(said * (1 - said), 1e-6))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-4:
            break
    return Gate(mean, spread, weights[:-1].astype(np.float32), float(weights[-1]), 0.0, "")


def fit_on(segmenter: KerasSegmenter, train: list[Path], others: dict[str, list[Path]]) -> Gate:
    """Fits the gate, and prints how many it refuses of pictures left out of the fit, fold by fold.

    Args:
        segmenter: gives the features.
        train: dermoscopy.
        others: kind -> files, of which the fitting half is used.
    """
    drawn = [squash(draw_lesion(seed)[0]) for seed in range(DRAWN_PICTURES)]
    dermoscopy = [
        segmenter.features_of(with_views(squashed_files(train), VIEWS["train"], 1)),
        segmenter.features_of(with_views(drawn, VIEWS["drawn"], 2)),
    ]
    used = {kind: [path for path in others[kind] if fitting_half(path)] for kind in UNSUITABLE}
    features = {}
    for seed, kind in enumerate(UNSUITABLE, 3):
        rows = segmenter.features_of(with_views(squashed_files(used[kind]), VIEWS[kind], seed))
        features[kind] = rows.reshape(len(used[kind]), 1 + VIEWS[kind], -1)
    folds = {kind: np.array([hashed(path, "fold") % FOLDS for path in used[kind]]) for kind in UNSUITABLE}
    left_out: dict[str, list[np.ndarray]] = {kind: [] for kind in UNSUITABLE}
    for fold in range(FOLDS):
        gate = fit(dermoscopy, [np.concatenate(features[kind][folds[kind] != fold]) for kind in UNSUITABLE])
        for kind in UNSUITABLE:
            left_out[kind].append(gate.logits(features[kind][folds[kind] == fold, 0]))
    for kind in UNSUITABLE:
        logits = np.concatenate(left_out[kind])
        points = np.quantile(logits, [0.5, 0.8, 0.98]).round(2)
        print(f"{kind:12} cross-validated, n {len(logits)}: logits at 50, 80, 98 % {points}", flush=True)
    return fit(dermoscopy, [np.concatenate(features[kind]) for kind in UNSUITABLE])


def judge(pipeline, paths: list[Path]) -> Counter:
    """How many pictures the pipeline refuses for which reason; "" counts those that get a result."""
    codes: Counter = Counter()
    for chunk in in_chunks(paths, 16):
        for passage in pipeline.follow([path.read_bytes() for path in chunk]):
            codes[passage.refusal.code if passage.refusal else ""] += 1
    return codes


def main(arguments: list[str] | None = None) -> int:
    """Fit, choose the threshold on val, write the gate, print what passes. Exit code 0."""
    parser = argparse.ArgumentParser(prog="python -m ml.fit_gate", description="Fits the gate against other pictures.")
    parser.add_argument("--data", help="data folder; default: the environment variable SKINLESION_DATA")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER, help="folder with manifest.json")
    parser.add_argument("--judge", action="store_true", help="fit nothing, judge the gate that is there")
    parser.add_argument("--test", action="store_true", help="judge on test as well: once per release")
    args = parser.parse_args(arguments)
    folder = data_folder(args.data)
    records = read_records(folder)
    splits = {name: [record.picture_path for record in in_split(records, name)] for name in ("val", "test")}
    others = {kind: unsuitable_files(folder, kind) for kind in UNSUITABLE}
    if not args.judge:
        train = [record.picture_path for record in in_split(records, "train", TRAIN_PICTURES)]
        _fit_and_write(args.weights, train, splits["val"], others)
    from ml.pipeline import Pipeline

    pipeline = Pipeline.load(weights_dir=args.weights, to_fit=True)
    print(f"threshold {pipeline.gate.threshold:.4f}")
    parts = {f"{kind}, held out": [path for path in others[kind] if not fitting_half(path)] for kind in UNSUITABLE}
    parts |= {f"{kind}, fitted on": [path for path in others[kind] if fitting_half(path)] for kind in UNSUITABLE}
    parts |= {"val": splits["val"], "photos": photographs(folder)}
    parts |= {"test": splits["test"]} if args.test else {}
    for name, paths in parts.items():
        codes = judge(pipeline, paths)
        passed = codes.pop("", 0)
        print(f"{name:24}n {len(paths):5}   passed {passed:5}   refused {dict(codes)}", flush=True)
    return 0


def _fit_and_write(weights: Path, train: list[Path], val: list[Path], others: dict[str, list[Path]]) -> None:
    """Fits the gate, and puts its file and hash into the manifest in place of the one that was there."""
    segmenter = KerasSegmenter(weights)
    gate = fit_on(segmenter, train, others)
    highest = np.quantile(gate.logits(segmenter.features_of(squashed_files(val))), REFUSED_ON_VAL)
    gate = replace(gate, threshold=chance(float(highest)), segmenter=segmenter.version)
    entry = read_manifest(weights).default("gate")
    gate.save(entry.path)
    add_entry(entry, entry.path, make_default=True)
    print(f"{entry.path}, fitted to {segmenter.version}")


if __name__ == "__main__":
    keep_memory()
    raise SystemExit(main())
