"""Analyses picture files without any database: python -m ml.predict PICTURE|FOLDER... [--json] [--out DIR]

Exit codes: 0 every picture has a result, 1 some have none (rejected or failed), 2 the program cannot run at all.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from ml.decode import decode
from ml.errors import Refused, WeightsMissing, WeightsTampered
from ml.files import distinct_names, in_chunks, picture_files
from ml.mask_png import mask_png
from ml.overlay import overlay_jpeg
from ml.pipeline import Pipeline, Result

TOGETHER = 16


def predict(pipeline: Pipeline, files: list[Path], out: Path | None = None) -> Iterator[dict]:
    """One answer per file, whatever happens to the others.

    Args:
        pipeline: loaded.
        files: pictures.
        out: folder for `<name>_mask.png` and `<name>_overlay.jpg`; None writes nothing.

    Yields:
        file, status (done, rejected or failed), reason, probabilities, malignant_probability, lesion_area_fraction,
        bbox (x0, y0, x1, y1 in pixels, half-open), model_versions, seconds; None where there is no result.
    """
    names = distinct_names(files)
    for chunk in in_chunks(files, TOGETHER):
        contents = [_content(file) for file in chunk]
        readable = [content for content in contents if isinstance(content, bytes)]
        outcomes = iter(pipeline.analyse_many(readable))
        for file, content in zip(chunk, contents, strict=True):
            outcome = next(outcomes) if isinstance(content, bytes) else content
            if isinstance(outcome, Result) and out is not None:
                outcome = _write(out / names[file], content, outcome)
            yield _answer(file, outcome)


def _content(file: Path) -> bytes | OSError:
    try:
        return file.read_bytes()
    except OSError as error:
        return error


def _write(start: Path, content: bytes, result: Result) -> Result | OSError:
    try:
        start.with_name(f"{start.name}_mask.png").write_bytes(mask_png(result.mask))
        start.with_name(f"{start.name}_overlay.jpg").write_bytes(overlay_jpeg(decode(content), result.outline))
    except OSError as error:
        return error
    return result


def _answer(file: Path, outcome: Result | Refused | OSError) -> dict:
    done = isinstance(outcome, Result)
    reason = None
    if isinstance(outcome, Refused):
        reason = f"{outcome.code}: {outcome.message}"
    elif isinstance(outcome, OSError):
        reason = outcome.strerror or str(outcome)
    return {
        "file": str(file),
        "status": "done" if done else "rejected" if isinstance(outcome, Refused) else "failed",
        "reason": reason,
        "probabilities": outcome.probabilities if done else None,
        "malignant_probability": outcome.malignant_probability if done else None,
        "lesion_area_fraction": outcome.area_fraction if done else None,
        "bbox": list(outcome.bbox) if done else None,
        "model_versions": outcome.model_versions if done else None,
        "seconds": round(sum(outcome.seconds.values()), 4) if done else None,
    }


def line_of(answer: dict) -> str:
    """The answer as one line for people."""
    name = Path(answer["file"]).name
    if answer["status"] != "done":
        return f"{name:<32} {answer['status']:<9} {answer['reason']}"
    ranked = sorted(answer["probabilities"].items(), key=lambda item: -item[1])[:3]
    shown = "  ".join(f"{code:<5} {probability:4.0%}" for code, probability in ranked)
    area, malignant = answer["lesion_area_fraction"], answer["malignant_probability"]
    return f"{name:<32} done      malignant {malignant:4.0%}   {shown}   lesion {area:4.0%} of the picture"


def main(arguments: list[str] | None = None) -> int:
    """Analyse files. Exit code 0; 1 when a picture was not analysed; 2 when the weights cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m ml.predict", description="Analyses dermoscopic picture files.")
    parser.add_argument("pictures", nargs="+", type=Path, metavar="PICTURE|FOLDER")
    parser.add_argument("--json", action="store_true", help="one JSON object per picture and line")
    parser.add_argument("--out", type=Path, help="write <name>_mask.png and <name>_overlay.jpg to this folder")
    parser.add_argument("--weights", type=Path, help="folder with manifest.json, instead of the one shipped")
    args = parser.parse_args(arguments)
    files = picture_files(args.pictures)
    if not files:
        print("No picture in there: JPEG, PNG, WebP and TIFF files are looked for.", file=sys.stderr)
        return 2
    try:
        if args.out:
            args.out.mkdir(parents=True, exist_ok=True)
        pipeline = Pipeline.load(weights_dir=args.weights)
    except (WeightsMissing, WeightsTampered, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    counts: Counter[str] = Counter()
    answers = predict(pipeline, files, args.out)
    for answer in tqdm(answers, total=len(files), unit="picture", file=sys.stderr, disable=len(files) < 10):
        counts[answer["status"]] += 1
        tqdm.write(json.dumps(answer) if args.json else line_of(answer), file=sys.stdout)
    if len(files) > 1:
        shown = ", ".join(f"{counts[status]} {status}" for status in ("done", "rejected", "failed"))
        print(f"{len(files)} pictures: {shown}.", file=sys.stderr)
    return 0 if counts["done"] == len(files) else 1


if __name__ == "__main__":
    sys.exit(main())
