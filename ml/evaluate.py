"""Judges the shipped pipeline: python -m ml.evaluate --data DIR --split val|test|all [--out DIR]

On any folder of pictures, with or without diagnoses and masks (see `ml.labelled`). --out gets figures.json, answers.csv
and report.html, one file that needs nothing else. With --answers the figures are made again from such a folder, without
running a network. The classifier sees the crop of the mask that the segmenter found, as in production.
"""

import argparse
import json
import shlex
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from ml.answers import Answer, answers_for, read_answers, write_answers
from ml.dataset import SPLITS
from ml.errors import WeightsMissing, WeightsTampered
from ml.figures import figures_of, flat_figures
from ml.labelled import Labelled, folder_to_judge, read_labelled
from ml.manifest import WEIGHTS_FOLDER, write_figures
from ml.pipeline import Pipeline
from ml.report.page import page
from ml.report.pictures import Mistake, shown, worst_diagnoses, worst_masks
from ml.report.terminal import table_of

KINDS = ("segmenter", "classifier", "gate")


def chosen(pictures: Sequence[Labelled], split: str, limit: int | None) -> list[Labelled]:
    """The pictures of a split, or all; with a limit, that many spread evenly over them.

    Raises:
        SystemExit: a split is asked for, and no picture is in it.
    """
    found = [picture for picture in pictures if split in ("all", picture.split)]
    if pictures and not found:
        raise SystemExit(f"No picture is in split {split}: use --split all, or a table with a column split.")
    if limit is None or limit >= len(found):
        return found
    return [found[index] for index in np.linspace(0, len(found) - 1, limit).astype(int)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ml.evaluate", description="Judges the shipped pipeline.")
    parser.add_argument("--data", help="data folder; default: the environment variable SKINLESION_DATA")
    parser.add_argument("--split", choices=[*SPLITS, "all"], help="which pictures; all where the table has no splits")
    parser.add_argument("--out", type=Path, help="write figures.json, answers.csv and report.html to this folder")
    parser.add_argument("--limit", type=int, help="only so many pictures, spread over the split")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER, help="folder with manifest.json")
    parser.add_argument("--answers", type=Path, help="figures again from the --out of an earlier run; no network runs")
    parser.add_argument("--record", action="store_true", help="write the figures to the manifest")
    return parser


def main(arguments: list[str] | None = None, load: Callable[..., Pipeline] = Pipeline.load) -> int:
    """Judge the pipeline, print the table, write the report. Exit code 1 without pictures, 2 without weights.

    Args:
        arguments: of the command line; None for the real ones.
        load: gives the pipeline for `weights_dir`.
    """
    parser = _parser()
    given = sys.argv[1:] if arguments is None else arguments
    args = parser.parse_args(given)
    if args.answers and (args.record or args.split or args.data):
        parser.error("--answers goes with --out only: what it holds was judged before.")
    if args.record and (args.split != "test" or args.limit):
        parser.error("--record is for the whole of test: the card says so of every figure.")
    if not args.answers and not args.split:
        parser.error("--split is needed: test for a report, val to choose by, all for a folder without splits.")
    command = shlex.join(["python", "-m", "ml.evaluate", *given])
    diagnoses: list[Mistake] = []
    masks: list[Mistake] = []
    if args.answers:
        answers = read_answers(args.answers / "answers.csv")
        known = _facts_of(json.loads((args.answers / "figures.json").read_text()), command)
    else:
        folder = folder_to_judge(args.data)
        pictures, errors = read_labelled(folder)
        pictures = chosen(pictures, args.split, args.limit)
        try:
            pipeline = load(weights_dir=args.weights)
        except (WeightsMissing, WeightsTampered) as error:
            print(error, file=sys.stderr)
            return 2
        answers, unread = answers_for(pipeline, pictures)
        known = _facts(pipeline, folder, args.split, command, errors + unread)
        if args.out:
            diagnoses = shown(pipeline, worst_diagnoses(answers), pictures, truth=False)
            masks = shown(pipeline, worst_masks(answers), pictures, truth=True)
    for error in known["errors"][:20]:
        print(error, file=sys.stderr)
    if len(known["errors"]) > 20:
        print(f"... and {len(known['errors']) - 20} more", file=sys.stderr)
    if not answers:
        print("There is no picture to judge.", file=sys.stderr)
        return 1
    figures = _figures(known, answers)
    print(table_of(figures))
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        write_answers(args.out / "answers.csv", answers)
        (args.out / "figures.json").write_text(json.dumps(figures, indent=2, allow_nan=False) + "\n")
        (args.out / "report.html").write_text(page(figures, diagnoses, masks), encoding="utf-8")
        print(f"written: {', '.join(str(args.out / name) for name in ('figures.json', 'answers.csv', 'report.html'))}")
    if args.record:
        for kind, table in flat_figures(figures).items():
            write_figures(kind, table, args.weights)
    return 0


def _facts(pipeline: Pipeline, folder: Path, split: str, command: str, errors: list[str]) -> dict:
    """What the report says about itself, and the operating points that it judges."""
    entries = {kind: entry for kind in KINDS if hasattr(entry := getattr(pipeline, kind, None), "sha256")}
    return {
        "data": folder.resolve().name,
        "split": split,
        "date": date.today().isoformat(),
        "command": command,
        "models": [{"kind": kind, "version": entry.version, "sha256": entry.sha256} for kind, entry in entries.items()],
        "points": dict(pipeline.classifier.operating_points),
        "default_point": pipeline.classifier.default_point,
        "errors": errors,
    }


def _facts_of(figures: dict, command: str) -> dict:
    """The same from the figures of an earlier run."""
    kept = {name: figures[name] for name in ("data", "split", "date", "models", "points", "default_point", "errors")}
    return {**kept, "command": f"{figures['command']}; {command}"}


def _figures(known: dict, answers: list[Answer]) -> dict:
    return {
        **known,
        "train_pictures": sum(answer.split == "train" for answer in answers),
        **figures_of(answers, known["points"], known["default_point"]),
    }


if __name__ == "__main__":
    raise SystemExit(main())
