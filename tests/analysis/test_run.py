"""One run of one row: what comes out, and what the row says afterwards."""

import logging

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError
from django.utils import timezone
from PIL import Image

from accounts.models import AuditEvent
from accounts.request_id import current_request_id
from analysis.models import Analysis, Prediction, Segmentation
from analysis.run import run_analysis
from ml.errors import Unreadable, Unsuitable, WeightsMissing, WeightsTampered
from tests.analysis.engines import a_result, must_not_run, raises, sees_a_lesion
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory

pytestmark = pytest.mark.django_db


def finished_event(analysis: Analysis) -> AuditEvent:
    return AuditEvent.objects.get(act="analysis.finished", object_type="analysis", object_id=analysis.pk)


def test_a_found_lesion_ends_as_done_with_mask_and_probabilities():
    analysis = AnalysisFactory()

    assert run_analysis(analysis.pk, engine=sees_a_lesion)

    analysis.refresh_from_db()
    assert (analysis.state, analysis.attempts, analysis.token, analysis.lease_until) == ("done", 1, None, None)
    assert analysis.started_at <= analysis.finished_at
    assert analysis.seconds == {"decode": 0.01, "segment": 0.2, "classify": 0.1}
    assert analysis.prediction.by_class()["mel"] == 0.6
    assert sum(analysis.prediction.probabilities) == pytest.approx(1)
    assert (analysis.prediction.verdict, analysis.prediction.threshold) == ("suspicious", 0.3)
    found = analysis.segmentation
    assert (found.bbox_x0, found.bbox_y0, found.bbox_x1, found.bbox_y1) == (10, 10, 50, 40)
    assert found.outline == [[[10.0, 10.0], [50.0, 10.0], [50.0, 40.0], [10.0, 40.0]]]
    assert found.measurements == {"area_px": 1200.0, "diameter_mm": None}
    with found.mask.open("rb") as file, Image.open(file) as mask:
        assert mask.size == (64, 48)
        assert mask.getpixel((30, 20))
        assert not mask.getpixel((2, 2))


def test_the_audit_trail_knows_state_versions_and_clinic_but_no_name():
    analysis = AnalysisFactory(request_id="upload-4711-of-ana")

    run_analysis(analysis.pk, engine=sees_a_lesion)

    event = finished_event(analysis)
    assert event.detail == {
        "state": "done",
        "code": "",
        "segmenter": "segmenter-test",
        "classifier": "classifier-test",
    }
    assert event.clinic_id == analysis.image.case.lesion.patient.clinic_id
    assert event.request_id == "upload-4711-of-ana"
    assert event.user_id is None


def test_the_engine_gets_the_original_bytes_the_scale_and_the_rows_versions():
    seen = {}

    def engine(data, **asked):
        seen.update(asked, data=data)
        return a_result()

    analysis = AnalysisFactory(image=LesionImageFactory(mm_per_pixel=0.02))
    run_analysis(analysis.pk, engine=engine)

    with analysis.image.original.open("rb") as file:
        assert seen.pop("data") == file.read()
    versions = {"segmenter": "segmenter-test", "classifier": "classifier-test"}
    assert seen == {**versions, "mm_per_pixel": 0.02, "anyway": False}


def test_a_refused_picture_ends_as_rejected_with_code_and_sentence():
    analysis = AnalysisFactory()
    refusal = Unsuitable("too_blurred", "The picture is too blurred. Please take it again.")

    assert run_analysis(analysis.pk, engine=raises(refusal))

    analysis.refresh_from_db()
    assert (analysis.state, analysis.reason_code, analysis.reason) == ("rejected", refusal.code, refusal.message)
    assert analysis.finished_at is not None
    assert finished_event(analysis).detail["code"] == "too_blurred"
    assert not Prediction.objects.exists()
    assert not Segmentation.objects.exists()


def test_a_very_long_reason_is_cut_rather_than_lost():
    analysis = AnalysisFactory()
    run_analysis(analysis.pk, engine=raises(Unsuitable("odd", "x" * 1000)))
    analysis.refresh_from_db()
    assert (analysis.state, len(analysis.reason)) == ("rejected", 300)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (WeightsMissing("no file"), "weights_missing"),
        (WeightsTampered("another file"), "weights_tampered"),
        (ValueError("a bug"), "program_error"),
    ],
)
def test_what_another_attempt_would_not_mend_fails_at_once_and_is_raised(error, code):
    analysis = AnalysisFactory()

    with pytest.raises(type(error)):
        run_analysis(analysis.pk, engine=raises(error))

    analysis.refresh_from_db()
    assert (analysis.state, analysis.reason_code, analysis.attempts) == ("failed", code, 1)
    assert str(error) not in analysis.reason, "the reason is for people; the exception is for the log"
    assert finished_event(analysis).detail["state"] == "failed"
    assert not Prediction.objects.exists(), "no result is ever invented"


def test_an_analysis_that_takes_too_long_fails_with_that_reason():
    analysis = AnalysisFactory()
    assert run_analysis(analysis.pk, engine=raises(SoftTimeLimitExceeded()))
    analysis.refresh_from_db()
    assert (analysis.state, analysis.reason_code) == ("failed", "took_too_long")


@pytest.mark.parametrize("error", [OSError("disk"), MemoryError()])
@pytest.mark.parametrize(("before", "delay"), [(0, 5), (1, 10), (2, 20), (3, 40)])
def test_a_fault_of_the_machine_goes_back_into_the_queue_for_a_doubling_while(error, before, delay):
    analysis = AnalysisFactory(attempts=before)

    asked = timezone.now()
    with pytest.raises(type(error)):
        run_analysis(analysis.pk, engine=raises(error))
    answered = timezone.now()

    analysis.refresh_from_db()
    assert (analysis.state, analysis.attempts, analysis.published_at) == ("queued", before + 1, None)
    # between the two, however slow this machine is today; the database's clock may round
    assert delay - 1 <= (analysis.due_at - asked).total_seconds()
    assert (analysis.due_at - answered).total_seconds() <= delay + 1
    assert not run_analysis(analysis.pk, engine=must_not_run), "not before it is due"


def test_the_fifth_fault_of_the_machine_is_the_last():
    analysis = AnalysisFactory(attempts=4)
    with pytest.raises(OSError, match="disk"):
        run_analysis(analysis.pk, engine=raises(OSError("disk")))
    analysis.refresh_from_db()
    assert (analysis.state, analysis.reason_code, analysis.attempts) == ("failed", "gave_up", 5)


def test_a_missing_original_is_the_machines_fault():
    analysis = AnalysisFactory()
    analysis.image.original.storage.delete(analysis.image.original.name)
    with pytest.raises(FileNotFoundError):
        run_analysis(analysis.pk, engine=must_not_run)
    analysis.refresh_from_db()
    assert analysis.state == "queued"


def test_a_lost_database_leaves_the_row_to_the_lease():
    analysis = AnalysisFactory()
    with pytest.raises(OperationalError):
        run_analysis(analysis.pk, engine=raises(OperationalError("server closed the connection")))
    analysis.refresh_from_db()
    assert (analysis.state, analysis.attempts) == ("running", 1)


def test_a_worker_told_to_stop_hands_its_row_back():
    analysis = AnalysisFactory()
    with pytest.raises(SystemExit):
        run_analysis(analysis.pk, engine=raises(SystemExit(0)))
    analysis.refresh_from_db()
    assert (analysis.state, analysis.token) == ("queued", None)
    assert run_analysis(analysis.pk, engine=sees_a_lesion), "and the next worker need not wait"


def test_a_worker_stopped_in_the_last_attempt_keeps_the_row_for_the_reconciler():
    analysis = AnalysisFactory(attempts=4)
    with pytest.raises(SystemExit):
        run_analysis(analysis.pk, engine=raises(SystemExit(0)))
    analysis.refresh_from_db()
    assert analysis.state == "running", "queued with five attempts would wait for ever"


def test_delivered_twice_the_second_changes_nothing():
    analysis = AnalysisFactory()
    run_analysis(analysis.pk, engine=sees_a_lesion)
    before = Analysis.objects.values().get(pk=analysis.pk)

    assert not run_analysis(analysis.pk, engine=must_not_run)

    assert Analysis.objects.values().get(pk=analysis.pk) == before
    assert finished_event(analysis)


@pytest.mark.parametrize("state", ["rejected", "failed"])
def test_a_row_that_ended_without_result_is_left_alone(state):
    analysis = AnalysisFactory(state=state, reason_code="x", reason="x", finished_at=timezone.now())
    assert not run_analysis(analysis.pk, engine=must_not_run)


def test_a_done_row_and_a_row_that_does_not_exist_are_left_alone():
    assert not run_analysis(DoneAnalysisFactory().pk, engine=must_not_run)
    assert not run_analysis(987654321, engine=must_not_run)


@pytest.fixture
def lines():
    """(request id, line) of everything that the engine room logs."""
    seen = []

    class Collector(logging.Handler):
        def emit(self, record):
            seen.append((current_request_id(), record.getMessage()))

    logger, handler = logging.getLogger("analysis"), Collector()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield seen
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


def test_the_workers_line_carries_the_uploads_request_id_and_no_name(lines):
    analysis = AnalysisFactory(request_id="upload-4711-of-ana")
    run_analysis(analysis.pk, engine=sees_a_lesion)

    ((request_id, line),) = lines
    assert request_id == "upload-4711-of-ana"
    assert f"analysis {analysis.pk}: done" in line
    assert "segment=0.20s" in line
    assert analysis.image.case.lesion.patient.name not in line
    assert analysis.image.original.name not in line


def test_the_line_of_a_bug_carries_it_too(lines):
    analysis = AnalysisFactory(request_id="upload-4711-of-ana")
    with pytest.raises(KeyError):
        run_analysis(analysis.pk, engine=raises(KeyError("Maria Lindqvist")))
    assert lines == [("upload-4711-of-ana", f"analysis {analysis.pk}: ended by KeyError, attempt 1")]


def test_a_stored_picture_that_cannot_be_read_is_our_fault():
    analysis = AnalysisFactory()

    assert run_analysis(analysis.pk, engine=raises(Unreadable("truncated", "The picture is damaged.")))

    analysis.refresh_from_db()
    assert (analysis.state, analysis.reason_code) == ("failed", "picture_unreadable")
    assert "damaged" not in analysis.reason


def test_a_worker_that_is_told_to_stop_begins_nothing():
    analysis = AnalysisFactory()

    assert not run_analysis(analysis.pk, engine=sees_a_lesion, stopping=lambda: True)

    analysis.refresh_from_db()
    assert (analysis.state, analysis.attempts, analysis.published_at) == ("queued", 0, None)
