"""One run of one row: claim, heartbeat, engine, and the sorting of what came out."""

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from billiard.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError

from accounts.request_id import continue_request
from analysis import engine as networks
from analysis.claim import claim, release, retry_delay_seconds
from analysis.lease import keep_lease
from analysis.models import Analysis
from analysis.outage import RETRY_SECONDS, outage_of
from analysis.record import Corrected, record_done, record_failed, record_rejected
from ml.errors import Refused, Unreadable, WeightsMissing, WeightsTampered

if TYPE_CHECKING:
    from ml.pipeline import Result

logger = logging.getLogger(__name__)

TOOK_TOO_LONG = "The analysis took too long and was stopped. Please try again."
WEIGHTS = "The trained networks on this machine are missing or damaged. Please tell the operator; no result was made."
GAVE_UP = "The analysis could not be finished in five attempts. Please tell the operator, then try again."
UNREADABLE = "The stored picture could not be read. Please try again; if it fails again, tell the operator."
NOT_DERMOSCOPIC = "This picture is marked as {kind}, and the networks were trained on dermoscopic pictures only."
BUG = "The analysis stopped because of an error in the program. Please tell the operator."


def run_analysis(analysis_id: int, *, engine: Callable[..., "Result"] | None = None) -> bool:
    """Work on one analysis, if it waits for somebody.

    Args:
        analysis_id: the row.
        engine: stands in for `analysis.engine.analyse`.

    Returns:
        True when this call finished the row (done, rejected or failed); False when there was nothing to do, or the
        row has gone to another worker meanwhile.

    Raises:
        Exception: any error that is a bug or a fault of this machine, after the row says so.
    """
    analysis = claim(analysis_id)
    if analysis is None:
        return False
    with continue_request(analysis.request_id):
        started = time.monotonic()
        try:
            finished = _work(analysis, engine or networks.analyse)
        except BaseException as error:
            # the traceback is for whoever called; this line is the one with the request id
            logger.error("analysis %s: ended by %s, attempt %s", analysis.pk, type(error).__name__, analysis.attempts)
            raise
        _log(analysis, finished, time.monotonic() - started)
    return finished


def _work(analysis: Analysis, engine: Callable[..., "Result"]) -> bool:
    against = _against_its_kind(analysis)
    if against and not analysis.anyway:
        return record_rejected(analysis=analysis, **against)
    try:
        with keep_lease(analysis) as lost:
            with analysis.image.original.open("rb") as file:
                data = file.read()
            result = engine(
                data,
                segmenter=analysis.segmenter.version,
                classifier=analysis.classifier.version,
                mm_per_pixel=analysis.image.mm_per_pixel,
                anyway=analysis.anyway,
            )
            return not lost.is_set() and record_done(analysis=analysis, result=result, against_its_kind=against)
    except Corrected:
        # measured again, with the new scale or kind; in the last attempt nobody would come for it
        return not release(analysis) and record_failed(analysis=analysis, code="gave_up", message=GAVE_UP)
    except Unreadable:
        # the door decoded these very bytes by the same rules: what is wrong now is the machine or the disk
        return record_failed(analysis=analysis, code="picture_unreadable", message=UNREADABLE)
    except Refused as refusal:
        return record_rejected(analysis=analysis, code=refusal.code, message=refusal.message)
    except SoftTimeLimitExceeded:
        return record_failed(analysis=analysis, code="took_too_long", message=TOOK_TOO_LONG)
    except (OperationalError, InterfaceError):
        raise  # nothing can be written now; the lease runs out and the row goes to the next worker
    except (WeightsMissing, WeightsTampered) as error:
        code = "weights_missing" if isinstance(error, WeightsMissing) else "weights_tampered"
        record_failed(analysis=analysis, code=code, message=WEIGHTS)
        raise
    except (OSError, MemoryError) as error:
        # the machine's trouble, not the picture's: it may be over in a moment
        outage = outage_of(error)
        delay = RETRY_SECONDS if outage else retry_delay_seconds(analysis.attempts)
        if not release(analysis, after_seconds=delay, counted=not outage):
            record_failed(analysis=analysis, code="gave_up", message=GAVE_UP)
        raise
    except Exception:
        # the same picture would meet the same bug again
        record_failed(analysis=analysis, code="program_error", message=BUG)
        raise
    except BaseException:
        release(analysis)  # this process was told to stop; the next one goes on
        raise


def _against_its_kind(analysis: Analysis) -> dict[str, str] | None:
    """The record itself knows that some pictures are not dermoscopic; code and message."""
    if analysis.image.image_type == "dermoscopic":
        return None
    kind = analysis.image.get_image_type_display().lower()
    return {"code": "not_dermoscopic", "message": NOT_DERMOSCOPIC.format(kind=kind)}


def _log(analysis: Analysis, finished: bool, seconds: float) -> None:
    if not finished:
        logger.warning("analysis %s: came too late after %.1f s, result dropped", analysis.pk, seconds)
        return
    analysis.refresh_from_db(fields=["state", "reason_code", "seconds"])
    stages = " ".join(f"{stage}={took:.2f}s" for stage, took in analysis.seconds.items())
    logger.info(
        "analysis %s: %s",
        analysis.pk,
        " ".join(filter(None, (analysis.state, analysis.reason_code, f"in {seconds:.2f} s", stages))),
    )
