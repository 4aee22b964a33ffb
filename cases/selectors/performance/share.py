"""A share of something, with what it is a share of."""

from dataclasses import dataclass

from ml.bootstrap import wilson
from ml.subgroups import FEWEST


@dataclass(frozen=True)
class Share:
    """`hits` of `n`, with Wilson's 95 % interval. `value`, `low` and `high` are None where there are too few cases."""

    hits: int
    n: int
    value: float | None
    low: float | None
    high: float | None
    too_few: bool


def share(hits: int, n: int) -> Share:
    """The share; below `ml.subgroups.FEWEST` (20) it says nothing, and no figure is given that could be read as one."""
    if n < FEWEST:
        return Share(hits, n, None, None, None, too_few=True)
    low, high = wilson(hits / n, n)
    return Share(hits, n, hits / n, low, high, too_few=False)
