"""Picture files on disk: which ones a command line means."""

from collections.abc import Iterable
from pathlib import Path

PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff")


def picture_files(places: Iterable[Path]) -> list[Path]:
    """The files that are meant.

    Args:
        places: files, taken as they are whatever their name, and folders, searched with everything below them for
            names that end like pictures.

    Returns:
        Each file once, in the order given, folders sorted by path.
    """
    found: dict[Path, None] = {}
    for place in places:
        if place.is_dir():
            inside = (path for path in place.rglob("*") if path.is_file() and path.suffix.lower() in PICTURE_ENDINGS)
            found |= dict.fromkeys(sorted(inside))
        else:
            found[place] = None
    return list(found)


def distinct_names(files: Iterable[Path]) -> dict[Path, str]:
    """A name without ending for what is made of each file; the second `a` of another folder becomes `a-2`."""
    names: dict[Path, str] = {}
    taken: set[str] = set()
    for file in files:
        name, number = file.stem, 1
        while name in taken:
            number += 1
            name = f"{file.stem}-{number}"
        taken.add(name)
        names[file] = name
    return names


def in_chunks(items: list, size: int) -> list[list]:
    """The items in lists of at most that size."""
    return [items[start : start + size] for start in range(0, len(items), size)]
