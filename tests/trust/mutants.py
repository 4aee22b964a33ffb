"""Good pictures with a few bytes changed, thousands of them, through the very door of an upload.

python -m tests.trust.mutants --count 20000

A mutant is a picture, or it is refused with a declared code. Nothing else comes through the door: no exception, no
process that dies, no picture that is not of our own making, none that the analysis could not open later.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

FORMATS = 14
CODES = {"", "truncated", "not_a_picture", "format_not_supported", "too_many_pixels", "several_pictures"}
TELLING = (
    b"\0",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\0\0",
    b"\xff\xff",
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
)


@dataclass
class Tally:
    """What became of the mutants, and what must not have."""

    codes: Counter = field(default_factory=Counter)
    escaped: list[str] = field(default_factory=list)
    slowest: float = 0.0
    door: set[int] = field(default_factory=set)  # process ids: more than one when it had to be started again


@cache
def parents() -> tuple[bytes, ...]:
    """Small pictures in every format, with notes in some of them."""
    from PIL import Image

    from tests.trust.corpus.planted import jpeg, png, tiff, webp
    from tests.trust.corpus.writers import deep_png, drawn, interlaced_png, saved

    small = drawn(1, (48, 36))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "turned"
    made = (
        saved(small, "JPEG"),
        saved(small, "JPEG", progressive=True, exif=exif),
        saved(small.convert("CMYK"), "JPEG"),
        saved(small, "PNG"),
        saved(small.quantize(16), "PNG", exif=exif),
        interlaced_png(small),
        deep_png(small),
        saved(small, "WEBP", exif=exif),
        saved(small.convert("RGBA"), "WEBP", lossless=True),
        saved(small, "TIFF"),
        saved(small, "TIFF", compression="tiff_lzw"),
        saved(small, "TIFF", compression="tiff_adobe_deflate"),
        saved(small, "TIFF", compression="jpeg"),
        saved(small.convert("1"), "TIFF", compression="group4"),
    )
    assert len(made) == FORMATS
    return (*made, jpeg(), png(), webp(), tiff())


def mutant(number: int) -> bytes:
    """The same number makes the same mutant."""
    chance = random.Random(number)
    data = bytearray(parents()[number % len(parents())])
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8, 30))):
        # half of the changes meet the first bytes, where the sizes and offsets stand
        at = chance.randrange(min(len(data), 600)) if chance.random() < 0.5 else chance.randrange(len(data))
        length = chance.choice((1, 1, 2, 4, 16, 100))
        match chance.randrange(7):
            case 0 | 1:
                data[at] ^= 1 << chance.randrange(8)
            case 2:
                data[at : at + length] = chance.randbytes(length)
            case 3:
                value = chance.choice(TELLING)
                data[at : at + len(value)] = value
            case 4:
                data[at:at] = chance.randbytes(length)
            case 5:
                del data[at : at + length]
            case 6:
                other = chance.choice(parents())
                cut = chance.randrange(len(other))
                data[at : at + length] = other[cut : cut + length]
        if not data:
            break
    return bytes(data)


def try_mutants(first: int, count: int) -> Tally:
    """Send so many mutants through the door."""
    from cases.picture_process_client import picture_process

    tally = Tally()
    for number in range(first, first + count):
        started = time.monotonic()
        code, said = _one(mutant(number))
        tally.slowest = max(tally.slowest, time.monotonic() - started)
        tally.codes[code] += 1
        if said:
            tally.escaped.append(f"mutant {number}: {said}")
        if picture_process._process is not None:
            tally.door.add(picture_process._process.pid)
    return tally


def _one(data: bytes) -> tuple[str, str]:
    """The code, and what is wrong with it."""
    from tests.trust.test_corpus import complaint_about
    from tests.trust.verdicts import verdict_on

    try:
        code, sentence, picture = verdict_on(data)
    except Exception as error:  # the door lets through nothing but its own refusals
        return "escaped", f"{type(error).__name__}: {error}"
    if code == "unreadable":
        return code, "killed its process, or what opens pictures did not expect this"
    if code == "empty_file":
        return code, "" if not data else "it is not empty"
    if code not in CODES or (code and not sentence):
        return code, "not a declared code"
    return code, "" if picture is None else complaint_about(picture) or _trouble_later(data, picture)


def _trouble_later(data: bytes, picture) -> str:
    """What the analysis, which reads the original again, would say about a picture that was taken."""
    from ml.decode import decode_reduced

    try:
        found = decode_reduced(data)
    except Exception as error:
        return f"taken, and the analysis says {type(error).__name__}: {error}"
    same = (found.width, found.height) == (picture.width, picture.height)
    return "" if same else "the analysis sees another size"


def main() -> int:
    """Print the counts; exit code 1 when something escaped."""
    parser = argparse.ArgumentParser(description="Sends mutants of good pictures through the door of an upload.")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first mutant")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    started = time.monotonic()
    # libtiff speaks to standard error about every tag that it finds odd, past all of Python
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    tally = try_mutants(args.first, args.count)
    for code, times in sorted(tally.codes.items()):
        sys.stdout.write(f"{code or 'a picture':22} {times:6}\n")
    sys.stdout.write(
        f"{'all':22} {args.count:6}  in {time.monotonic() - started:.0f} s, slowest {tally.slowest:.2f} s\n"
    )
    sys.stdout.write(f"escaped the door       {len(tally.escaped):6}\n")
    sys.stdout.write(f"the door was restarted {len(tally.door) - 1:6} times\n")
    sys.stdout.writelines(f"{line}\n" for line in tally.escaped[:50])
    return 1 if tally.escaped or len(tally.door) > 1 else 0


if __name__ == "__main__":
    import warnings

    warnings.simplefilter("ignore")  # of Pillow about tags; what opens pictures drops them too
    sys.exit(main())
