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
from ml.errors import WeightsMissing, WeightsTampered

if TYPE_CHECKING:
    from ml.passage import Passage

logger = logging.getLogger(__name__)
TOGETHER = 16
# of all pictures in company: their masks are kept at full size, a byte a pixel
PIXELS = 16_000_000


class TookTooLong(Exception):
    """The chunk's time was over while these rows were in company."""

    def __init__(self, rows: Sequence[Analysis]):
        self.rows = list(rows)


def in_company(
    rows: Sequence[Analysis], looks: "Sequence[Future[Passage]]", ask: "Callable[..., list[Passage]] | None"
) -> "Iterator[Future[Passage]]":
    """Each row's look, taken further by the networks where that went well.

    A company is whoever is decoded by now: the networks wait for no picture but the next one.

    Args:
        rows: of one chunk, in order.
        looks: what `analysis.engine.look_ahead` promises for each.
        ask: `analysis.engine.ask_networks`; None to leave everything to `analysis.engine.analyse`.

    Raises:
        TookTooLong: the soft time limit, while the networks were asked, or for the picture that was waited for.
    """
    begin = 0
    while begin < len(rows):
        company: list[Analysis] = [rows[begin]]
        end = begin + 1
        try:
            looks[begin].exception()
            while end < len(rows) and end < begin + TOGETHER and looks[end].done():
                end += 1
            ready = _asked(rows[begin:end], looks[begin:end], ask, company) if ask else looks[begin:end]
        except SoftTimeLimitExceeded:
            raise TookTooLong(company) from None
        except Exception as error:
            _log(company, error)
            ready = looks[begin:end]
        yield from ready
        begin = end


def _asked(
    rows: Sequence[Analysis], looks: "Sequence[Future[Passage]]", ask: Callable, company: list[Analysis]
) -> "list[Future[Passage]]":
    """The looks as they were, or in their place what the networks made of them; `company` is told who is asked for."""
    after = list(looks)
    for (segmenter, classifier), places in _companies(rows, looks).items():
        company[:] = [rows[place] for place in places]
        passages = ask([looks[place].result() for place in places], segmenter=segmenter, classifier=classifier)
        for place, passage in zip(places, passages, strict=True):
            after[place] = Future()
            after[place].set_result(passage)
    return after


def _log(company: list[Analysis], error: Exception) -> None:
    """With its traceback, unless whoever goes alone will say the same."""
    shown = None if isinstance(error, WeightsMissing | WeightsTampered | MemoryError) else error
    who = ", ".join(str(row.pk) for row in company)
    logger.warning("analyses %s in company: %s; each goes alone", who, type(error).__name__, exc_info=shown)


def _companies(
    rows: Sequence[Analysis], looks: "Sequence[Future[Passage]]"
) -> dict[tuple[str, str], list[int]]:  # fmt: skip
    """Places of those who ask the same pair of versions; nobody alone, and none too many for the memory."""
    companies: dict[tuple[str, str], list[int]] = {}
    room = PIXELS
    for place, (row, look) in enumerate(zip(rows, looks, strict=True)):
        if look.exception() is not None or look.result().refusal is not None or stopped_by_its_kind(row):
            continue
        pixels = look.result().width * look.result().height
        if pixels <= room:
            room -= pixels
            companies.setdefault((row.segmenter.version, row.classifier.version), []).append(place)
    return {versions: places for versions, places in companies.items() if len(places) > 1}
