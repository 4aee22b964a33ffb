"""Makes a data folder of the public downloads: python -m ml.prepare SOURCE --out DIR

SOURCE is a folder or a zip file: HAM10000 from Harvard Dataverse or Kaggle, ISIC 2018 task 3 or task 1, packed or
unpacked. Stopped at any time, the same command goes on; what is in DIR and whole is not made again.
"""

import argparse
import csv
import os
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

from ml.dataset import SPLITS, Record, check_splits
from ml.duplicates import fingerprints_of
from ml.layouts.contents import Contents, contents_of
from ml.layouts.ham10000 import LOOKED_FOR, ham10000
from ml.layouts.isic2018 import LOOKED_FOR_TASK_1, LOOKED_FOR_TASK_3, task_1, task_3
from ml.layouts.layout import COLUMNS, Layout, Row
from ml.layouts.problem import Problem, summary_of, write_problems
from ml.layouts.source import Source, UnreadableMember
from ml.prepare_pictures import is_whole, make_files, mask_path, missing_files, picture_path
from ml.prepare_split import lesion_groups, read_split, split_by_lesion, without_split

# The most telling first: a folder with everything of ISIC 2018 is read as task 3, which knows diagnoses and lesions.
LAYOUTS: dict[str, Callable[[Contents], Layout | None]] = {"ham10000": ham10000, "task3": task_3, "task1": task_1}

NOTHING_RECOGNISED = (
    f"Nothing recognised in {{source}}. Looked for {LOOKED_FOR}, for {LOOKED_FOR_TASK_3}, and for {LOOKED_FOR_TASK_1}."
)

ALL_WELL, LEFT_OUT, NOT_RECOGNISED, STOPPED = 0, 1, 2, 130


def recognise(contents: Contents, only: str | None = None) -> Layout | None:
    """The data set that the source holds.

    Args:
        contents: of the source.
        only: one of `LAYOUTS` to look for; None for the first that fits.
    """
    for name, layout_of in LAYOUTS.items():
        layout = layout_of(contents) if only in (None, name) else None
        if layout and (layout.rows or layout.problems):
            return layout
    return None


def prepare(
    layout: Layout, contents: Contents, out: Path, *, seed: int, split_of: dict[str, str] | None
) -> list[Problem]:
    """Makes the pictures, the masks, and, when they are all there, metadata.csv.

    Args:
        layout: the rows.
        contents: of the source.
        out: folder to fill.
        seed: of the split.
        split_of: an existing split to keep, by image_id; None draws one.

    Returns:
        Every problem, of the source, of rows and of pictures; errors.csv in `out` lists the same.

    Raises:
        ValueError: the split leaks, see `ml.dataset.check_splits`; metadata.csv is not written then.
    """
    for folder in ("images", "masks"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    problems, rows = known_problems(layout, contents, split_of)
    made = []
    for row in tqdm(rows, "pictures and masks", unit="picture", mininterval=1, disable=len(rows) < 100):
        problem = make_files(row, contents, out)
        if problem:
            problems.append(problem)
        else:
            made.append(row)
    write_problems(problems, out / "errors.csv")
    if made:
        splits = _splits_for(made, out, seed, split_of)
        check_splits(_records(made, splits, contents, out), labelled=any(row.dx for row in made))
        _write_metadata(made, splits, out / "metadata.csv")
    return problems


def known_problems(
    layout: Layout, contents: Contents, split_of: dict[str, str] | None
) -> tuple[list[Problem], list[Row]]:
    """What is wrong before any picture is opened, and the rows that remain."""
    problems, rows = [*contents.problems, *layout.problems], []
    for row in layout.rows:
        found = missing_files(row, contents, layout.masks_needed)
        unknown = without_split(row, split_of) if split_of is not None else None
        found += [unknown] if unknown else []
        problems += found
        if not any(problem.left_out for problem in found):
            rows.append(row)
    return problems, rows


def _splits_for(rows: list[Row], out: Path, seed: int, split_of: dict[str, str] | None) -> list[str]:
    if split_of is not None:
        return [split_of[row.image_id] for row in rows]
    groups = lesion_groups(rows, fingerprints_of([picture_path(out, row.image_id) for row in rows]))
    joined = len({row.lesion_id for row in rows}) - len(set(groups))
    if joined:
        print(f"{joined} lesions share a photograph with another one and stay in its split.")
    return split_by_lesion(groups, [row.dx for row in rows], seed)


def _records(rows: list[Row], splits: list[str], contents: Contents, out: Path) -> list[Record]:
    return [
        Record(
            image_id=row.image_id,
            lesion_id=row.lesion_id,
            dx=row.dx or None,
            split=split,
            picture_path=picture_path(out, row.image_id),
            mask_path=mask_path(out, row.image_id) if row.image_id in contents.masks else None,
        )
        for row, split in zip(rows, splits, strict=True)
    ]


def _write_metadata(rows: list[Row], splits: list[str], path: Path) -> None:
    unfinished = path.with_suffix(".unfinished.csv")
    with unfinished.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*COLUMNS, "split"], lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row.cells, "split": split} for row, split in zip(rows, splits, strict=True))
    os.replace(unfinished, path)
    counts = Counter(splits)
    print(f"{path}: {len(rows)} pictures, " + ", ".join(f"{split} {counts[split]}" for split in SPLITS) + ".")


def _tell_plan(layout: Layout, contents: Contents, out: Path, split_of: dict[str, str] | None) -> list[Problem]:
    problems, rows = known_problems(layout, contents, split_of)
    there = sum(is_whole(picture_path(out, row.image_id), "RGB") for row in rows)
    masked = sum(row.image_id in contents.masks for row in rows)
    print(f"Would make {len(rows) - there} pictures in {out} ({there} are there), {masked} with a mask. Wrote nothing.")
    return problems


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ml.prepare", description="Makes a data folder of HAM10000 or ISIC 2018 as downloaded."
    )
    parser.add_argument("source", type=Path, metavar="SOURCE", help="folder or zip file with the download")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder to make or to go on with")
    parser.add_argument("--layout", choices=LAYOUTS, help="look for this data set only")
    parser.add_argument("--split-from", type=Path, metavar="CSV", help="keep the split of this metadata.csv")
    parser.add_argument("--seed", type=int, default=2018, help="of the split, default %(default)s")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Prepare, or go on. Exit code 0; 1 where a row was left out or the split leaks; 2 where nothing is recognised."""
    parser = _parser()
    args = parser.parse_args(arguments)
    if not args.source.exists():
        parser.error(f"there is no {args.source}")
    if args.out.resolve().is_relative_to(args.source.resolve()):
        parser.error("--out must not lie inside SOURCE: what is made would be found as a source the next time")
    if not args.dry_run:
        args.out.mkdir(parents=True, exist_ok=True)
    try:
        split_of = read_split(args.split_from) if args.split_from else None
        return _run(args, split_of)
    except (UnreadableMember, ValueError) as error:
        print(f"Error: {error}")
        return LEFT_OUT
    except KeyboardInterrupt:
        print("Stopped. The same command goes on.")
        return STOPPED


def _run(args: argparse.Namespace, split_of: dict[str, str] | None) -> int:
    scratch = Path(tempfile.gettempdir()) if args.dry_run else args.out
    with Source(args.source, scratch) as source:
        contents = contents_of(source)
        layout = recognise(contents, args.layout)
        if layout is None:
            print(NOTHING_RECOGNISED.format(source=args.source))
            print(summary_of(contents.problems), end="\n" if contents.problems else "")
            return NOT_RECOGNISED
        print(
            f"{layout.name}: {len(layout.rows)} rows, {len(contents.pictures)} pictures, {len(contents.masks)} masks."
        )
        if len(layout.rows) != layout.published:
            print(f"Note: the published {layout.name} has {layout.published} rows.")
        print(*(f"Note: {note}\n" for note in layout.notes), sep="", end="")
        if args.dry_run:
            problems = _tell_plan(layout, contents, args.out, split_of)
        else:
            problems = prepare(layout, contents, args.out, seed=args.seed, split_of=split_of)
    left_out = sum(problem.left_out for problem in problems)
    if problems:
        where = "" if args.dry_run else f" All are listed in {args.out / 'errors.csv'}."
        print(f"{left_out} rows or files are left out.{where}")
        print(summary_of(problems))
    return LEFT_OUT if left_out else ALL_WELL


if __name__ == "__main__":
    raise SystemExit(main())
