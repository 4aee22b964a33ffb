"""What a counter says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Counted:
    """The number that this call got, and how many seconds until the counter begins again at 1."""

    number: int
    seconds_left: int
