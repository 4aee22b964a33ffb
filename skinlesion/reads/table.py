"""What an address shows, looked up by its name."""

from functools import cache

from django.urls import ResolverMatch

from skinlesion.reads.api import API
from skinlesion.reads.declared import Declared, Nothing
from skinlesion.reads.in_admin import in_admin
from skinlesion.reads.pages import PAGES

NO_ADDRESS = Nothing("answered before an address was looked for")


@cache
def table() -> dict[str, Declared]:
    """Name of the address -> what it shows; complete, says tests/trust/record/test_reads_are_declared.py."""
    return PAGES | API | in_admin()


def name_of(namespaces: list[str], url_name: str | None) -> str:
    """As the table has it; an address without a name is its namespace's."""
    return ":".join([*namespaces, url_name or ""])


def declared(match: ResolverMatch | None) -> Declared | None:
    """None for an address that nobody has declared."""
    return table().get(name_of(match.namespaces, match.url_name)) if match else NO_ADDRESS
