"""Sorting: what a run came to, and what the row is to say of it. One row or a chunk of them, the rules are these."""

import logging
from dataclasses import dataclass
from typing import Any

from billiard.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError

from analysis.claim import release, retry_delay_seconds
from analysis.ending import Ending, failed, rejected
from analysis.models import Analysis
from analysis.outage import RETRY_SECONDS, outage_of
from analysis.record import Corrected, record_many
from analysis.shutdown import is_asked_to_stop
from ml.errors import Refused, Unreadable, WeightsMissing, WeightsTampered

logger = logging.getLogger(__name__)

TOOK_TOO_LONG = "The analysis took too long and was stopped. Please try again."
WEIGHTS = "The trained networks on this machine are missing or damaged. Please tell the operator; no result was made."
GAVE_UP = "The analysis could not be finished in five attempts. Please tell the operator, then try again."
UNREADABLE = "The stored picture could not be read. Please try again; if it fails again, tell the operator."
NOT_DERMOSCOPIC = "This picture is marked as {kind}, and the networks were trained on dermoscopic pictures only."
BUG = "The analysis stopped because of an error in the program. Please tell the operator."


@dataclass(frozen=True)
class Again:
    """Back into the queue. `counted`: whether the attempt counts. `otherwise`: what becomes of a row without another
    attempt; None leaves it to the reconciler."""

    analysis: Analysis
    after_seconds: float = 0
    counted: bool = True
    otherwise: Ending | None = None


def what_is_asked(analysis: Analysis) -> dict[str, Any]:
    """The row's question to `analysis.engine.analyse`, besides the picture."""
    return {
        "segmenter": analysis.segmenter.version,
        "classifier": analysis.classifier.version,
        "mm_per_pixel": analysis.image.mm_per_pixel,
        "anyway": analysis.anyway,
    }


def against_its_kind(analysis: Analysis) -> dict[str, str] | None:
    """The record itself knows that some pictures are not dermoscopic; code and message."""
    if analysis.image.image_type == "dermoscopic":
        return None
    kind = analysis.image.get_image_type_display().lower()
    return {"code": "not_dermoscopic", "message": NOT_DERMOSCOPIC.format(kind=kind)}


def stopped_by_its_kind(analysis: Analysis) -> Ending | None:
    """The refusal that needs no networks, where there is one."""
    against = against_its_kind(analysis)
    return rejected(analysis, **against) if against and not analysis.anyway else None


def outcome_of(analysis: Analysis, error: BaseException) -> Ending | Again:
    """What an error means for the row.

    Raises:
        OperationalError, InterfaceError: nothing can be written now; the lease runs out, and the row goes to the next
            worker.
    """
    gave_up = failed(analysis, "gave_up", GAVE_UP)
    match error:
        case Corrected():
            # measured again, with the new scale or kind; in the last attempt nobody would come for it
            return Again(analysis, otherwise=gave_up)
        case Unreadable():
            # the door decoded these very bytes by the same rules: what is wrong now is the machine or the disk
            return failed(analysis, "picture_unreadable", UNREADABLE)
        case Refused():
            return rejected(analysis, error.code, error.message)
        case SoftTimeLimitExceeded() if is_asked_to_stop():
            # not its own limit: the worker could wait no longer
            return Again(analysis, otherwise=gave_up)
        case SoftTimeLimitExceeded():
            return failed(analysis, "took_too_long", TOOK_TOO_LONG)
        case OperationalError() | InterfaceError() if not outage_of(error):
            raise error
        case OperationalError() | InterfaceError():
            # the database's disk is full; where there is no room even to hand the row back, its lease runs out
            return Again(analysis, RETRY_SECONDS, counted=False, otherwise=gave_up)
        case WeightsMissing():
            return failed(analysis, "weights_missing", WEIGHTS)
        case WeightsTampered():
            return failed(analysis, "weights_tampered", WEIGHTS)
        case OSError() | MemoryError():
            if outage_of(error):
                return Again(analysis, RETRY_SECONDS, counted=False, otherwise=gave_up)
            # the machine's trouble, not the picture's: it may be over in a moment
            return Again(analysis, retry_delay_seconds(analysis.attempts), otherwise=gave_up)
        case Exception():
            # the same picture would meet the same bug again
            return failed(analysis, "program_error", BUG)
    return Again(analysis)  # this process was told to stop; the next one goes on


def is_expected(error: BaseException) -> bool:
    """Whether the row says all that there is to say; anything else is a bug or a fault of this machine."""
    return isinstance(error, Corrected | Refused | SoftTimeLimitExceeded)


def settle(outcome: Ending | Again) -> bool:
    """Write it. True when the row is finished; False when it waits again, or is no longer ours."""
    if isinstance(outcome, Again):
        if release(outcome.analysis, after_seconds=outcome.after_seconds, counted=outcome.counted):
            return False
        return outcome.otherwise is not None and settle(outcome.otherwise)
    recorded = record_many([outcome])
    if recorded.corrected:
        return settle(outcome_of(outcome.analysis, Corrected()))
    return bool(recorded.finished)


def log_ending(ending: Ending, seconds: float) -> None:
    """One line under the request id of the upload: what came out, how long it took and where the time went."""
    stages = " ".join(f"{stage}={took:.2f}s" for stage, took in ending.seconds.items())
    said = " ".join(filter(None, (str(ending.state), ending.code, f"in {seconds:.2f} s", stages)))
    logger.info("analysis %s: %s", ending.analysis.pk, said)


def log_error(analysis: Analysis, error: BaseException, *, traceback: bool = False) -> None:
    """The line with the request id; the traceback is for whoever called, unless nobody did."""
    shown = error if traceback else None
    logger.error(
        "analysis %s: ended by %s, attempt %s", analysis.pk, type(error).__name__, analysis.attempts, exc_info=shown
    )
