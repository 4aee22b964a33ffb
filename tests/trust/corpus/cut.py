"""Files that end too early: at 10, 50, 90 and 99 % of their length."""

from collections.abc import Callable
from functools import partial

from tests.trust.corpus.sample import Sample, refused
from tests.trust.corpus.whole import WHOLE

PARTS = (10, 50, 90, 99)


def _cut(make: Callable[[], bytes], percent: int) -> bytes:
    whole = make()
    return whole[: len(whole) * percent // 100]


CUT: list[Sample] = [
    refused(
        f"{kind}, cut at {percent} %",
        "truncated",
        partial(_cut, partial(make, seed=percent), percent),
        lambda make=make, percent=percent: make(seed=percent),
    )
    for kind, make in WHOLE.items()
    for percent in PARTS
]
