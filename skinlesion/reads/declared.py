"""What an address may say about itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class One:
    """Shows one object: `noun` is its model's name, `argument` the part of the address with its id."""

    noun: str
    argument: str


@dataclass(frozen=True)
class Many:
    """Shows a list of objects; `always` off: only when the page says so with `accounts.audit.shown.shows`."""

    noun: str
    always: bool = True


@dataclass(frozen=True)
class Part(One):
    """Shows a part of a page, asked for by the page: no read of its own within a minute of one that shows it.

    With `kept` among the file kinds it is a download, and always a read of its own.
    """

    kept: str = ""


@dataclass(frozen=True)
class Keeps:
    """The service behind it records the read itself, with what only it knows."""

    act: str


@dataclass(frozen=True)
class Nothing:
    """Shows nothing of a patient; `why` says so in words."""

    why: str


Declared = One | Many | Part | Keeps | Nothing
