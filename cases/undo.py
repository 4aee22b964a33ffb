"""How a message says that what it tells of can be taken back: the address, and what a POST there says."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

_MARK = "undo:"


@dataclass(frozen=True)
class Undo:
    """A POST of `fields` to `address` restores exactly what was before."""

    address: str
    fields: tuple[tuple[str, str], ...] = ()

    def as_tag(self) -> str:
        """For the `extra_tags` of a message."""
        return f"{_MARK}{self.address}" + (f"?{urlencode(self.fields)}" if self.fields else "")


def undo_in(tags: str | None) -> Undo | None:
    """What `Undo.as_tag` wrote; None where nothing can be taken back."""
    if not (tags or "").startswith(_MARK):
        return None
    address, _, query = tags.removeprefix(_MARK).partition("?")
    return Undo(address, tuple(parse_qsl(query)))
