"""One run of several rows: one claim, one lease, one transaction of results, and no picture that spoils another's.

The rules for each row are those of `analysis.run`; what is new is what happens to the neighbours. Whatever ends a whole
chunk sends its unfinished rows back to be run alone, where each answers for itself.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from billiard.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError

from accounts.request_id import continue_request
from analysis import engine as networks
from analysis.claim import claim_many, hand_back, release
from analysis.company import TookTooLong, in_company
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

if TYPE_CHECKING:
    from ml.pipeline import Result

logger = logging.getLogger(__name__)
# results whose files are still being written: the disk takes longer to say that a small file is safe (5 ms) than to
# take it, and the networks need not wait for that; no more, because a mask has a byte for every pixel, and a worker
# that is told to stop waits for all of them
PIXELS_BEHIND, RESULTS_BEHIND = 16_000_000, 8
Outcome = Ending | Again


@dataclass(frozen=True)
class Writing:
    """A result on its way to the disk."""

    outcome: Future[Outcome]
    pixels: int


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
    outcomes: list[Outcome | Writing] = []
    waiting = list(rows)
    pictures = [_picture(row) for row in rows]
    with (
        keep_lease(*rows) as lost,
        networks.look_ahead(pictures) as looks,
        ThreadPoolExecutor(1, "result-files") as files,
    ):
        # a stand-in is asked for one picture at a time
        going_on = in_company(rows, looks, None if engine else networks.ask_networks)
        try:
            _work(waiting, outcomes, lost, going_on, engine or networks.analyse, files, stopping)
        finally:
            # before the thread that decodes is waited for, which may hang
            try:
                finished = _write(outcomes)
            finally:
                # whatever becomes of the results: nobody has looked at these
                if waiting:
                    hand_back(*waiting)
    return finished


def _work(
    waiting: list[Analysis],
    outcomes: list[Outcome | Writing],
    lost: set[int],
    looks: Iterator[Future],
    engine: Callable,
    files: Executor,
    stopping: Callable[[], bool],
) -> None:
    """Moves the rows from `waiting` to `outcomes`, one by one; those that are lost to neither."""
    alone = len(waiting) == 1
    while waiting and not stopping():
        row = waiting[0]
        try:
            look = next(looks)
            waiting.pop(0)
            if row.pk in lost:
                continue
            _wait_for_room(outcomes)
            outcomes.append(_one(row, look, engine, files))
        except (SoftTimeLimitExceeded, TookTooLong) as error:
            late = error.rows if isinstance(error, TookTooLong) else [row]
            if len(late) > 1 and stopping():
                return  # the worker could wait no longer: nobody's fault, and nobody is finished
            # the limit is for all of them, so it says nothing about these; alone each gets all the time there is
            waiting[:] = [each for each in waiting if each not in late]
            limit = SoftTimeLimitExceeded()
            outcomes += [outcome_of(each, limit) if alone else Again(each) for each in late]
            return
        except BaseException as error:
            if row not in waiting:
                outcomes.append(outcome_of(row, error))
            raise


def _wait_for_room(outcomes: list[Outcome | Writing]) -> None:
    pixels = results = 0
    for outcome in reversed(outcomes):
        if isinstance(outcome, Writing) and not outcome.outcome.done():
            pixels, results = pixels + outcome.pixels, results + 1
            if pixels > PIXELS_BEHIND or results > RESULTS_BEHIND:
                outcome.outcome.result()
                return


def _one(row: Analysis, look: Future, engine: Callable, files: Executor) -> Outcome | Writing:
    with continue_request(row.request_id):
        try:
            if stopped := stopped_by_its_kind(row):
                return stopped
            result = engine(look.result(), **what_is_asked(row))
            return Writing(files.submit(_kept, row, result, against_its_kind(row)), result.mask.size)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            return _ended_by(error, row)


def _kept(row: Analysis, result: "Result", against: dict[str, str] | None) -> Outcome:
    """In the thread that writes files."""
    with continue_request(row.request_id):
        try:
            return done(analysis=row, result=result, against_its_kind=against)
        except Exception as error:
            return _ended_by(error, row)


def _ended_by(error: Exception, row: Analysis) -> Outcome:
    if not is_expected(error):
        log_error(row, error, traceback=True)
    return outcome_of(row, error)


def _now(outcome: Outcome | Writing) -> Outcome:
    return outcome.outcome.result() if isinstance(outcome, Writing) else outcome


def _write(unfinished: list[Outcome | Writing]) -> set[int]:
    outcomes = [_now(outcome) for outcome in unfinished]
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
