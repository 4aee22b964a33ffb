"""How a name is spelled for finding and for ordering: without case, accents and punctuation."""

import re
import unicodedata
from functools import lru_cache

LONGEST = 20  # letters of a word that count when somebody searches for it
BETWEEN = re.compile(r"[\s,;/]+")
NO_LETTER = re.compile(r"[\W_]+")
FIRST_OF_EAST_ASIA = "⺀"  # from here on names are written without spaces


def folded(text: str) -> str:
    """Müller, MULLER and müller are one."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def sought(word: str) -> str:
    """What somebody typed, as it stands among the beginnings; "" where there is no letter or digit in it."""
    return NO_LETTER.sub("", folded(word))[:LONGEST]


def beginnings(name: str) -> set[str]:
    """Everything that finds this name: each beginning of each word; of O'Brien also those of Brien."""
    found = set()
    for piece in BETWEEN.split(folded(name)):
        for word in {NO_LETTER.sub("", piece), *NO_LETTER.split(piece)}:
            starts = range(len(word)) if word >= FIRST_OF_EAST_ASIA else (0,)
            for start in starts:
                rest = word[start : start + LONGEST]
                found.update(rest[:length] for length in range(1, len(rest) + 1))
    return found


@lru_cache(maxsize=50_000)
def reading_order(text: str) -> tuple[str, str]:
    """By this people find a name in a list."""
    return folded(text), text
