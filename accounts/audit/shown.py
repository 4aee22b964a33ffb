"""A page says which rows it shows, so that the audit trail can: who saw a list saw these."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

MOST_IDS = 100


@dataclass(frozen=True)
class Shown:
    """How many rows were found, and the ids of those on the page, of the first hundred at most."""

    count: int
    ids: tuple[int, ...]


def shows(request: HttpRequest, ids: Iterable[int], *, count: int) -> None:
    """Called by a page with a list of patients' data; `skinlesion.reads` puts it on record once the page is made.

    Args:
        ids: of the rows on this page.
        count: how many were found, on all pages.
    """
    request.shown = Shown(count, tuple(ids)[:MOST_IDS])
