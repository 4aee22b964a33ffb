"""Finds pictures that are there twice under different names: the same pixels, or the same photograph made again.

Measured on HAM10000 (10,015 pictures): two pairs of equal pixels, each of one lesion in one split; and one photograph
that is listed as two lesions in other colours, with a likeness of 0.993. The next best pair of different lesions
reaches 0.927, so the border at 0.95 lies in a gap.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

# Bits of 64 in which the hashes of one photograph may differ after new colours or a new compression.
HASH_DISTANCE = 10

# Correlation of two pictures' details from which on they are one photograph.
LIKENESS = 0.95

_THUMBNAIL, _COARSE, _MARGIN = 32, 8, 6
_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Fingerprints:
    """What is compared of n pictures.

    pixels: SHA-256 of the size and the decoded RGB pixels, n times.
    hashes: uint64 (n,), difference hashes.
    details: float32 (n, 1024) of the whole picture and centres: float32 (n, 400) of its middle, each of mean 0 and
    length 1, or all 0 where nothing is to be seen.
    """

    pixels: list[str]
    hashes: np.ndarray
    details: np.ndarray
    centres: np.ndarray


@dataclass(frozen=True)
class Pair:
    """Two places in the list of pictures, first < second, and how alike they are: 1.0 is the same."""

    first: int
    second: int
    likeness: float


def fingerprints_of(paths: Sequence[Path]) -> Fingerprints:
    """Reads every picture once.

    Args:
        paths: readable pictures.

    Source: difference hash, Krawetz 2013 (hackerfactor.com, "Kind of Like That").
    """
    pixels, hashes = [], np.empty(len(paths), np.uint64)
    details = np.empty((len(paths), _THUMBNAIL**2), np.float32)
    centres = np.empty((len(paths), (_THUMBNAIL - 2 * _MARGIN) ** 2), np.float32)
    bar = tqdm(paths, "looking for duplicates", unit="picture", mininterval=2, disable=len(paths) < 500)
    for place, path in enumerate(bar):
        with Image.open(path) as opened:
            picture = opened.convert("RGB")
        pixels.append(hashlib.sha256(repr(picture.size).encode() + picture.tobytes()).hexdigest())
        grey = picture.convert("L")
        hashes[place] = _difference_hash(grey)
        shown = _without_slow_changes(grey)
        details[place] = _normed(shown)
        centres[place] = _normed(shown[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN])
    return Fingerprints(pixels, hashes, details, centres)


def exact_pairs(prints: Fingerprints, parts: Sequence[str]) -> list[Pair]:
    """The pictures of equal pixels in different parts.

    Args:
        prints: of n pictures.
        parts: n names, for instance of splits or lesions; only pictures of different parts make a pair.
    """
    same = defaultdict(list)
    for place, digest in enumerate(prints.pixels):
        same[digest].append(place)
    return [
        Pair(first, second, 1.0)
        for places in same.values()
        for index, first in enumerate(places)
        for second in places[index + 1 :]
        if parts[first] != parts[second]
    ]


def near_pairs(prints: Fingerprints, parts: Sequence[str]) -> list[Pair]:
    """The pictures in different parts that are one photograph without having the same pixels.

    The hash chooses, the details decide, those of the middle too: many dermoscopes draw the same dark circle around
    every lesion, which hash and whole picture take for likeness.

    Args:
        prints: of n pictures.
        parts: n names; only pictures of different parts make a pair.

    Returns:
        Most alike first.
    """
    part, pixels = (np.unique(list(names), return_inverse=True)[1] for names in (parts, prints.pixels))
    pairs = []
    for start in range(0, len(part), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        close = np.bitwise_count(prints.hashes[rows, None] ^ prints.hashes[None, start:]) <= HASH_DISTANCE
        close &= part[rows, None] != part[None, start:]
        first, second = np.nonzero(np.triu(close, 1))
        first, second = first + start, second + start
        likeness = np.minimum(
            *(np.einsum("ij,ij->i", seen[first], seen[second]) for seen in (prints.details, prints.centres))
        )
        kept = (likeness >= LIKENESS) & (pixels[first] != pixels[second])
        pairs += [
            Pair(int(one), int(other), float(value))
            for one, other, value in zip(first[kept], second[kept], likeness[kept], strict=True)
        ]
    return sorted(pairs, key=lambda pair: -pair.likeness)


def _difference_hash(grey: Image.Image) -> np.uint64:
    """One bit for each of 8 x 8 places: is it brighter than its neighbour on the left?"""
    small = np.asarray(grey.resize((9, 8), Image.Resampling.BOX)).astype(int)
    return np.packbits(small[:, 1:] > small[:, :-1]).view(np.uint64)[0]


def _without_slow_changes(grey: Image.Image) -> np.ndarray:
    """What is left of a thumbnail when the slow changes of light are taken away, float32 (32, 32)."""
    thumbnail = np.asarray(grey.resize((_THUMBNAIL, _THUMBNAIL), Image.Resampling.BOX), np.float32)
    block = _THUMBNAIL // _COARSE
    means = thumbnail.reshape(_COARSE, block, _COARSE, block).mean(axis=(1, 3))
    return thumbnail - np.asarray(Image.fromarray(means).resize(thumbnail.shape, Image.Resampling.BILINEAR))


def _normed(shown: np.ndarray) -> np.ndarray:
    """Flat, of mean 0 and length 1; all 0 where less than half a grey level is left, because rounding is chance."""
    flat = (shown - shown.mean()).ravel()
    length = np.linalg.norm(flat)
    return flat / length if length > 0.5 * np.sqrt(flat.size) else np.zeros_like(flat)
