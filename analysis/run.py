"""One run of one row: claim, heartbeat, engine, and the sorting of what came out."""

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from accounts.request_id import continue_request
from analysis import engine as networks
from analysis.claim import claim, hand_back
from analysis.ending import Ending, done
from analysis.lease import keep_lease
from analysis.models import Analysis
from analysis.outcome import (
    against_its_kind,
    is_expected,
    log_ending,
    log_error,
    outcome_of,
    settle,
    stopped_by_its_kind,
    what_is_asked,
)

if TYPE_CHECKING:
    from ml.pipeline import Result

logger = logging.getLogger(__name__)


def run_analysis(
    analysis_id: int, *, engine: Callable[..., "Result"] | None = None, stopping: Callable[[], bool] = lambda: False
) -> bool:
    """Work on one analysis, if it waits for somebody.

    Args:
        analysis_id: the row.
        engine: stands in for `analysis.engine.analyse`.
        stopping: asked before the work begins. True: the row waits for the next worker as if it had never been claimed.

    Returns:
        True when this call finished the row (done, rejected or failed); False when there was nothing to do, or the
        row has gone to another worker meanwhile.

    Raises:
        Exception: any error that is a bug or a fault of this machine, after the row says so.
    """
    analysis = claim(analysis_id)
    if analysis is None:
        return False
    if stopping():
        # a worker reads a message or two more after it was told to stop; at worst the one that it has just given back
        hand_back(analysis)
        return False
    with continue_request(analysis.request_id):
        try:
            return _work(analysis, engine or networks.analyse)
        except BaseException as error:
            log_error(analysis, error)
            raise


def _work(analysis: Analysis, engine: Callable[..., "Result"]) -> bool:
    started = time.monotonic()
    with keep_lease(analysis) as lost:
        try:
            outcome = stopped_by_its_kind(analysis) or _ask(analysis, engine)
            finished = analysis.pk not in lost and settle(outcome)
        except BaseException as error:
            outcome = outcome_of(analysis, error)
            finished = settle(outcome)
            if not is_expected(error):
                raise
    seconds = time.monotonic() - started
    if finished:
        log_ending(outcome, seconds)
    elif isinstance(outcome, Ending):
        logger.warning("analysis %s: came too late after %.1f s, result dropped", analysis.pk, seconds)
    return finished


def _ask(analysis: Analysis, engine: Callable[..., "Result"]) -> Ending:
    with analysis.image.original.open("rb") as file:
        data = file.read()
    result = engine(data, **what_is_asked(analysis))
    return done(analysis=analysis, result=result, against_its_kind=against_its_kind(analysis))
