"""Pictures for the chaos: few drawn lesions, many files, each with a number and some with a mark."""

import io
import random
import re
from dataclasses import dataclass

from PIL import Image

from ml.draw import draw_lesion

POISON, LONG, FROZEN = b"chaos-mark:poison", b"chaos-mark:long", b"chaos-mark:frozen"
KINDS = {"plain": b"", "poison": POISON, "long": LONG, "frozen": FROZEN}
PER_DRAWING = 40  # the drawing takes longer than the analysis


@dataclass(frozen=True)
class Picture:
    """A JPEG to upload; `kind` says what it does to who analyses it."""

    number: int
    kind: str
    data: bytes


def draw_pictures(count: int, *, rng: random.Random, marked: bool = True) -> list[Picture]:
    """So many different files in any order; with marks, at least one of each kind, and one in forty is poison."""
    kinds = ["poison"] * max(1, count // 40) + (["long"] + ["frozen"]) * max(1, count // 80) if marked else []
    kinds += ["plain"] * (count - len(kinds))
    rng.shuffle(kinds)
    lesions = [_jpeg(rng.randrange(1000)) for _ in range(-(-count // PER_DRAWING))]
    return [
        Picture(number, kind, _commented(lesions[number % len(lesions)], number, KINDS[kind]))
        for number, kind in enumerate(kinds)
    ]


def number_of(data: bytes) -> int:
    """The number that `draw_pictures` has written into a file."""
    return int(re.search(rb"chaos-number:(\d+);", data)[1])


def _jpeg(seed: int) -> bytes:
    out = io.BytesIO()
    Image.fromarray(draw_lesion(seed)[0]).save(out, "JPEG", quality=92)
    return out.getvalue()


def _commented(jpeg: bytes, number: int, mark: bytes) -> bytes:
    # a comment right behind the start of the file: other bytes, the same picture
    words = b"chaos-number:%d;%s" % (number, mark)
    return jpeg[:2] + b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words + jpeg[2:]
