"""Pictures of a chunk that ask the networks one after another, so that each network stays in the processor's cache.

Each picture still answers for itself: whatever goes wrong in company is met again by the one that it belongs to, alone.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from billiard.exceptions import SoftTimeLimitExceeded

from analysis.models import Analysis
from analysis.outcome import stopped_by_its_kind

if TYPE_CHECKING:
    pass

logger = logging.getLogger(__name__)
# the first of a chunk wait for nobody's decoding but their own
FIRST, TOGETHER = 4, 16
# of all pictures in company: their masks are kept at full size, a byte a pixel
PIXELS = 16_000_000


class TookTooLong(Exception):
    """The chunk's time was over while these rows were in company."""

    def __init__(self, rows: Sequence[Analysis]):
        self.rows = list(rows)


def in_company(rows: Sequence[Analysis], looks: Sequence[Future], hear: Callable | None) -> Iterator[Future]:
    """Each row's look, taken further by the networks where that went well.

    Args:
        rows: of one chunk, in order.
        looks: what `analysis.engine.look_ahead` promises for each.
        hear: `analysis.engine.hear`; None to leave everything to `analysis.engine.analyse`.

    Raises:
        TookTooLong: the soft time limit, while several were looked at or heard.
    """
    begin = 0
    while begin < len(rows):
        end = begin + (TOGETHER if begin else FIRST)
        some = list(looks[begin:end])
        if hear and len(some) > 1:
            try:
                _hear(rows[begin:end], some, hear)
            except SoftTimeLimitExceeded:
                raise TookTooLong(rows[begin:end]) from None
        yield from some
        begin = end


def _hear(rows: Sequence[Analysis], looks: list[Future], hear: Callable) -> None:
    """Puts in the place of looks what the networks made of them."""
    companies: dict[tuple[str, str], list[int]] = {}
    room = PIXELS
    for place, (row, look) in enumerate(zip(rows, looks, strict=True)):
        if stopped_by_its_kind(row) or look.exception() is not None:
            continue
        room -= look.result().width * look.result().height
        if room < 0:
            break
        companies.setdefault((row.segmenter.version, row.classifier.version), []).append(place)
    for (segmenter, classifier), places in companies.items():
        try:
            heard = hear([looks[place].result() for place in places], segmenter=segmenter, classifier=classifier)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            logger.warning("%s pictures in company: %s; each goes alone", len(places), type(error).__name__)
            continue
        for place, passage in zip(places, heard, strict=True):
            looks[place] = Future()
            looks[place].set_result(passage)
