"""One run of several rows: one claim, one lease, one transaction of results, and no picture that spoils another's.

The rules for each row are those of `analysis.run`; what is new is what happens to the neighbours. Whatever ends a whole
chunk sends its unfinished rows back to be run alone, where each answers for itself.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from billiard.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError

from accounts.request_id import continue_request
from analysis import engine as networks
from analysis.claim import claim_many, hand_back, release
from analysis.ending import Ending, done
from analysis.lease import keep_lease
from analysis.models import Analysis
from analysis.outage import outage_of
from analysis.outcome import (
    Again,
    against_its_kind,
    is_expected,
    log_ending,
    log_error,
    outcome_of,
    settle,
    stopped_by_its_kind,
    what_is_asked,
)
from analysis.record import Corrected, record_many

logger = logging.getLogger(__name__)


def run_chunk(
    ids: Sequence[int], *, engine: Callable | None = None, stopping: Callable[[], bool] = lambda: False
) -> set[int]:
    """Work on several analyses, as far as they wait for somebody.

    Args:
        ids: the rows.
        engine: stands in for `analysis.engine.analyse`.
        stopping: asked between two pictures. From True on no further one is begun: what is finished is recorded, the
            rest waits for the next worker as if it had never been claimed.

    Returns:
        The rows that this call finished.

    Raises:
        Exception: the database cannot be written, or refuses the results. An error of a single picture ends that
            picture's row, with its traceback in the log, and is not raised.
    """
    rows = claim_many(ids)
    if not rows:
        return set()
    outcomes: list[Ending | Again] = []
    waiting = list(rows)
    with keep_lease(*rows) as lost:
        try:
            _work(waiting, outcomes, lost, engine or networks.analyse, stopping)
        finally:
            try:
                finished = _write(outcomes)
            finally:
                # whatever becomes of the results: nobody has looked at these
                if waiting:
                    hand_back(*waiting)
    return finished


def _work(
    waiting: list[Analysis],
    outcomes: list[Ending | Again],
    lost: set[int],
    engine: Callable,
    stopping: Callable[[], bool],
) -> None:
    """Moves the rows from `waiting` to `outcomes`, one by one; those that are lost to neither."""
    alone = len(waiting) == 1
    with networks.look_ahead([_picture(row) for row in waiting]) as looks:
        for look in looks:
            if stopping():
                return
            row = waiting.pop(0)
            if row.pk in lost:
                continue
            try:
                outcomes.append(_one(row, look, engine))
            except SoftTimeLimitExceeded as error:
                # the limit is for all of them, so it says nothing about this one; alone it gets all the time there is
                outcomes.append(outcome_of(row, error) if alone else Again(row))
                return
            except BaseException as error:
                outcomes.append(outcome_of(row, error))
                raise


def _one(row: Analysis, look: Future, engine: Callable) -> Ending | Again:
    with continue_request(row.request_id):
        try:
            if stopped := stopped_by_its_kind(row):
                return stopped
            result = engine(look.result(), **what_is_asked(row))
            return done(analysis=row, result=result, against_its_kind=against_its_kind(row))
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            if not is_expected(error):
                log_error(row, error, traceback=True)
            return outcome_of(row, error)


def _write(outcomes: list[Ending | Again]) -> set[int]:
    endings = [outcome for outcome in outcomes if isinstance(outcome, Ending)]
    try:
        recorded = record_many(endings)
    except Exception as error:
        if isinstance(error, OperationalError | InterfaceError) and not outage_of(error):
            raise  # nothing can be written now; the leases run out
        # one row is refused, and nobody knows which: alone, each answers for itself; a full disk is nobody's fault
        for ending in endings:
            if len(endings) == 1 or outage_of(error) or not release(ending.analysis):
                settle(outcome_of(ending.analysis, error))
        raise
    again = [outcome for outcome in outcomes if isinstance(outcome, Again)]
    again += [
        outcome_of(ending.analysis, Corrected()) for ending in endings if ending.analysis.pk in recorded.corrected
    ]
    finished = {outcome.analysis.pk for outcome in again if settle(outcome)} | recorded.finished
    for ending in endings:
        with continue_request(ending.analysis.request_id):
            if ending.analysis.pk in recorded.finished:
                log_ending(ending, sum(ending.seconds.values()))
            elif ending.analysis.pk not in recorded.corrected:
                logger.warning("analysis %s: came too late, result dropped", ending.analysis.pk)
    return finished


def _picture(row: Analysis) -> networks.Picture:
    def read() -> bytes:
        with row.image.original.open("rb") as file:
            return file.read()

    return networks.Picture(read, mm_per_pixel=row.image.mm_per_pixel, anyway=row.anyway)
