"""Who trains, who is looked at, who is left for the end: the split of a prepared folder."""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from ml.dataset import SPLITS
from ml.duplicates import Fingerprints, exact_pairs, near_pairs
from ml.layouts.layout import Row
from ml.layouts.problem import Problem

# Part of each diagnosis' pictures up to which a lesion belongs to train, val, test.
UP_TO = (0.70, 0.85, 1.0)


def lesion_groups(rows: Sequence[Row], prints: Fingerprints) -> list[str]:
    """The lesion of each row; lesions that share a photograph, or nearly, go by one name, so that nothing parts them.

    Args:
        rows: n rows.
        prints: of their n pictures.

    Returns:
        n names.
    """
    lesions = [row.lesion_id for row in rows]
    joined: dict[str, str] = {}

    def name_of(lesion: str) -> str:
        while lesion in joined:
            lesion = joined[lesion]
        return lesion

    for pair in (*exact_pairs(prints, lesions), *near_pairs(prints, lesions)):
        first, second = sorted(name_of(lesions[place]) for place in (pair.first, pair.second))
        if first != second:
            joined[second] = first
    return [name_of(lesion) for lesion in lesions]


def split_by_lesion(groups: Sequence[str], diagnoses: Sequence[str], seed: int) -> list[str]:
    """70 / 15 / 15 of the pictures of each diagnosis, no lesion in two splits.

    The order of lesions is that of their hashed names, so it is the same on every machine and with every library.

    Args:
        groups: the lesion of each of n pictures.
        diagnoses: of the n pictures; the first picture's is its lesion's.
        seed: another seed, another split.

    Returns:
        n of `SPLITS`.
    """
    sizes: dict[str, dict[str, int]] = defaultdict(dict)
    diagnosis_of: dict[str, str] = {}
    for group, dx in zip(groups, diagnoses, strict=True):
        in_stratum = sizes[diagnosis_of.setdefault(group, dx)]
        in_stratum[group] = in_stratum.get(group, 0) + 1
    split_of = {}
    for lesions in sizes.values():
        before, total = 0, sum(lesions.values())
        for lesion in sorted(lesions, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).digest()):
            middle = (before + lesions[lesion] / 2) / total
            split_of[lesion] = next(split for split, end in zip(SPLITS, UP_TO, strict=True) if middle <= end)
            before += lesions[lesion]
    return [split_of[group] for group in groups]


def read_split(path: Path) -> dict[str, str]:
    """The split of each image_id in an existing metadata.csv.

    Raises:
        ValueError: a column is missing, or a split is none of train, val, test; with the line.
    """
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        if not {"image_id", "split"} <= set(rows.fieldnames or ()):
            raise ValueError(f"{path} has no columns image_id and split.")
        split_of = {}
        for row in rows:
            if row["split"] not in SPLITS:
                raise ValueError(f"{path}, line {rows.line_num}: unknown split {row['split']!r}.")
            split_of[row["image_id"]] = row["split"]
    return split_of


def without_split(row: Row, split_of: dict[str, str]) -> Problem | None:
    """The problem of a row that the existing split does not know."""
    if row.image_id in split_of:
        return None
    return row.problem("not_in_split", f"{row.image_id} is not in the file given with --split-from.")
