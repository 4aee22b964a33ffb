"""One file of the corpus, what must become of it, and its good twin."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from inspect import signature

Make = Callable[[], bytes]


@dataclass(frozen=True)
class Sample:
    """A hostile, odd or broken file.

    make: its bytes, the same at every call. verdict: the code of the refusal, "" where it is a picture in spite of its
    looks. words: what the sentence of the refusal must hold, so that a clinician knows what happened. twin: a picture
    of the same kind without what is wrong with it, which is always accepted; every sample has one of its own. size:
    width and height, upright, where it is accepted.
    """

    name: str
    make: Make
    verdict: str
    words: str
    twin: Make
    size: tuple[int, int] | None = None


WORDS = {
    "empty_file": "empty",
    "not_a_picture": "not a picture",
    "format_not_supported": "",
    "truncated": "damaged or incomplete",
    "too_many_pixels": "megapixels",
    "several_pictures": "several pictures",
    "too_large": "larger than",
}


def refused(name: str, code: str, make: Make, twin: Make, words: str = "") -> Sample:
    """A file that must be refused with this code; `words`: more than every sentence with the code holds."""
    return Sample(name, make, code, words or WORDS[code], _of_its_own(twin, name))


def accepted(name: str, make: Make, twin: Make, size: tuple[int, int]) -> Sample:
    """A file that looks odd and is a picture all the same."""
    return Sample(name, make, "", "", _of_its_own(twin, name), size)


def _of_its_own(twin: Make, name: str) -> Make:
    """The twin, of a picture that no other sample has."""
    if "seed" not in signature(twin).parameters:
        return twin
    return partial(twin, seed=100 + zlib.crc32(name.encode()) % 1_000_000)
