"""Seconds per stage of the shipped pipeline: python -m benchmarks.predict [--pictures N] [--data DIR]"""

import argparse
import io
from pathlib import Path
from time import perf_counter

from PIL import Image

from ml.draw import draw_lesion
from ml.errors import Refused
from ml.files import in_chunks, picture_files
from ml.pipeline import Pipeline, Result


def jpegs(count: int, folder: Path | None) -> list[bytes]:
    """Files to analyse: those of the folder, over and over, or drawn ones of 600 x 450."""
    if folder:
        contents = [path.read_bytes() for path in picture_files([folder])[:count]]
        if not contents:
            raise SystemExit(f"No pictures in {folder}.")
        return [contents[index % len(contents)] for index in range(count)]
    contents = []
    for seed in range(count):
        file = io.BytesIO()
        Image.fromarray(draw_lesion(seed)[0]).save(file, "JPEG", quality=92)
        contents.append(file.getvalue())
    return contents


def report(title: str, outcomes: list[Result | Refused], seconds: float) -> None:
    """Prints pictures per second and milliseconds per stage."""
    results = [outcome for outcome in outcomes if isinstance(outcome, Result)]
    print(f"{title}: {len(outcomes) / seconds:.1f} pictures/s, {1000 * seconds / len(outcomes):.1f} ms each")
    for stage in results[0].seconds if results else ():
        mean = sum(result.seconds[stage] for result in results) / len(results)
        print(f"  {stage:<10} {1000 * mean:7.1f} ms")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.predict", description="Measures the shipped pipeline.")
    parser.add_argument("--pictures", type=int, default=64)
    parser.add_argument("--together", type=int, default=16, help="pictures per pass")
    parser.add_argument("--data", type=Path, help="folder of pictures instead of drawn ones")
    args = parser.parse_args(arguments)
    files = jpegs(args.pictures, args.data)

    started = perf_counter()
    pipeline = Pipeline.load()
    print(f"start: {perf_counter() - started:.1f} s")

    started = perf_counter()
    outcomes = [outcome for data in files for outcome in pipeline.analyse_many([data])]
    report("one by one", outcomes, perf_counter() - started)

    started = perf_counter()
    outcomes = [outcome for chunk in in_chunks(files, args.together) for outcome in pipeline.analyse_many(chunk)]
    report(f"{args.together} together", outcomes, perf_counter() - started)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
