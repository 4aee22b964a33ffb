"""A chunk: many rows at the price of one, and no picture that spoils another's."""

import logging
import uuid

import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError

from accounts.models import AuditEvent
from analysis.models import Analysis, Prediction, Segmentation
from analysis.run import run_analysis
from analysis.run_chunk import run_chunk
from ml.errors import Unreadable, Unsuitable
from tests.analysis.engines import a_result, must_not_run, raises, sees_a_lesion
from tests.factories import AnalysisFactory, LesionImageFactory

pytestmark = pytest.mark.django_db

BLURRED = Unsuitable("too_blurred", "The picture is too blurred. Please take it again.")


@pytest.fixture
def chunk():
    """Five waiting rows; the scale of each picture is its number, by which an engine can tell them apart."""
    return [AnalysisFactory(image=LesionImageFactory(mm_per_pixel=number), request_id=f"of-ana-{number}-of-5")
            for number in range(1, 6)]  # fmt: skip


def ids(rows) -> list[int]:
    return [row.pk for row in rows]


def states(rows) -> list[str]:
    return [Analysis.objects.get(pk=row.pk).state for row in rows]


def ill_at(number: int, error: BaseException):
    """An engine that meets an error at one picture only."""

    def engine(data, *, mm_per_pixel, **asked):
        if mm_per_pixel == number:
            raise error
        return a_result()

    return engine


def files(folder: str) -> int:
    storage = Segmentation._meta.get_field("mask").storage
    return len(storage.listdir(folder)[1]) if storage.exists(folder) else 0


def test_all_are_finished_each_with_its_own_result_files_and_event(chunk):
    assert run_chunk(ids(chunk), engine=sees_a_lesion) == set(ids(chunk))

    rows = [Analysis.objects.select_related("segmentation", "prediction").get(pk=row.pk) for row in chunk]
    assert {(row.state, row.attempts, row.token, row.lease_until) for row in rows} == {("done", 1, None, None)}
    assert all(row.started_at <= row.finished_at for row in rows)
    assert {row.prediction.verdict for row in rows} == {"suspicious"}
    assert (
        len({row.segmentation.mask.name for row in rows}) == len({row.prediction.explanation.name for row in rows}) == 5
    )
    assert all(row.segmentation.mask.storage.exists(row.segmentation.mask.name) for row in rows)
    events = {event.object_id: event for event in AuditEvent.objects.filter(act="analysis.finished")}
    assert [events[row.pk].request_id for row in rows] == [f"of-ana-{number}-of-5" for number in range(1, 6)]


OF_THE_EVENT = {"id", "at", "object_id", "clinic_id"} | {"chain", "number", "previous", "hash"}


def test_a_row_says_the_same_whether_it_was_run_alone_or_in_a_chunk():
    alone, one, two = AnalysisFactory(), AnalysisFactory(), AnalysisFactory()
    run_analysis(alone.pk, engine=sees_a_lesion)
    run_chunk(ids([one, two]), engine=sees_a_lesion)

    def said(row):
        own = {"id", "image_id", "token", "due_at", "queued_at", "started_at", "finished_at"}
        result = {"segmentation_id", "prediction_id"}
        values = Analysis.objects.values().get(pk=row.pk)
        event = AuditEvent.objects.values().get(act="analysis.finished", object_id=row.pk)
        kept = Prediction.objects.values().get(analysis=row) | Segmentation.objects.values().get(analysis=row)
        return (
            {name: value for name, value in values.items() if name not in own | result},
            {name: value for name, value in event.items() if name not in OF_THE_EVENT},
            {name: value for name, value in kept.items() if name not in {"id", "created_at", "mask", "explanation"}},
        )

    assert said(one) == said(two) == said(alone)


def test_queries_do_not_grow_with_the_chunk(django_assert_max_num_queries):
    rows = [AnalysisFactory() for _ in range(12)]
    # claim 2, locks of pictures and rows 2, four writes, and the transaction's own; bulk_create splits nothing here
    with django_assert_max_num_queries(14):
        assert len(run_chunk(ids(rows), engine=sees_a_lesion)) == 12


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (BLURRED, "rejected", "too_blurred"),
        (Unreadable("truncated", "The picture is damaged."), "failed", "picture_unreadable"),
        (ValueError("a bug"), "failed", "program_error"),
    ],
)
def test_one_bad_picture_ends_alone_and_its_neighbours_are_done(chunk, error, state, code):
    assert run_chunk(ids(chunk), engine=ill_at(3, error)) == set(ids(chunk))
    assert states(chunk) == ["done", "done", state, "done", "done"]
    assert Analysis.objects.get(pk=chunk[2].pk).reason_code == code
    assert AuditEvent.objects.filter(act="analysis.finished").count() == 5


def test_a_bug_leaves_its_traceback_in_the_log_under_the_uploads_request_id(chunk, caplog):
    run_chunk(ids(chunk), engine=ill_at(3, KeyError("Maria Lindqvist")))
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.getMessage() == f"analysis {chunk[2].pk}: ended by KeyError, attempt 1"
    assert record.exc_info[0] is KeyError


@pytest.mark.parametrize("error", [OSError("disk"), MemoryError()])
def test_a_fault_of_the_machine_at_one_picture_sends_that_one_back(chunk, error):
    assert len(run_chunk(ids(chunk), engine=ill_at(3, error))) == 4
    assert states(chunk) == ["done", "done", "queued", "done", "done"]


def test_a_missing_original_costs_its_own_row_a_try(chunk):
    chunk[0].image.original.storage.delete(chunk[0].image.original.name)
    assert len(run_chunk(ids(chunk), engine=sees_a_lesion)) == 4
    assert states(chunk)[:2] == ["queued", "done"]


def test_a_picture_that_is_no_picture_reaches_the_engine_with_its_refusal(chunk):
    chunk[1].image.original.storage.delete(chunk[1].image.original.name)
    with chunk[1].image.original.storage.open(chunk[1].image.original.name, "wb") as file:
        file.write(b"no picture")
    seen = []

    def engine(data, **asked):
        seen.append(data.refusal)
        if isinstance(data.refusal, Unreadable):
            raise data.refusal
        return a_result()

    run_chunk(ids(chunk), engine=engine)
    assert states(chunk) == ["done", "failed", "done", "done", "done"]
    assert len(seen) == 5


def test_the_record_refuses_an_overview_before_the_networks():
    overview, lesion = AnalysisFactory(image=LesionImageFactory(image_type="overview")), AnalysisFactory()
    run_chunk(ids([overview, lesion]), engine=sees_a_lesion)
    assert states([overview, lesion]) == ["rejected", "done"]


def test_a_row_that_another_worker_took_is_dropped_with_its_files_and_the_rest_stands(chunk):
    def taken(data, *, mm_per_pixel, **asked):
        if mm_per_pixel == 4:
            Analysis.objects.filter(pk=chunk[1].pk).update(token=uuid.uuid4())  # as another worker's claim does
        return a_result()

    before = files("masks")
    finished = run_chunk(ids(chunk), engine=taken)

    assert finished == set(ids(chunk)) - {chunk[1].pk}
    assert states(chunk) == ["done", "running", "done", "done", "done"]
    assert Prediction.objects.count() == Segmentation.objects.count() == 4
    assert (files("masks") - before, files("explanations")) == (4, 4)


def test_a_picture_corrected_meanwhile_is_measured_again_and_the_rest_stands(chunk):
    def corrected(data, *, mm_per_pixel, **asked):
        if mm_per_pixel == 4:
            type(chunk[0].image).objects.filter(pk=chunk[0].image_id).update(mm_per_pixel=0.2)
        return a_result()

    assert len(run_chunk(ids(chunk), engine=corrected)) == 4
    assert states(chunk) == ["queued", "done", "done", "done", "done"]
    assert Prediction.objects.count() == files("masks") == 4


def test_a_result_that_the_database_refuses_ends_alone_in_the_second_try(chunk):
    def impossible(data, *, mm_per_pixel, **asked):
        return a_result(verdict="likely_benign") if mm_per_pixel == 3 else a_result()

    with pytest.raises(Exception, match="prediction_verdict_follows_the_thresholds"):
        run_chunk(ids(chunk), engine=impossible)
    assert states(chunk) == ["queued"] * 5
    assert (files("masks"), Prediction.objects.count()) == (0, 0)

    assert run_chunk(ids(chunk), engine=impossible) == set(), "nobody pays twice for a neighbour"
    for row in chunk:
        if row is chunk[2]:
            with pytest.raises(Exception, match="prediction_verdict_follows_the_thresholds"):
                run_chunk([row.pk], engine=impossible)
        else:
            run_chunk([row.pk], engine=impossible)
    assert states(chunk) == ["done", "done", "failed", "done", "done"]


def test_told_to_stop_it_finishes_the_picture_in_hand_and_gives_the_rest_back(chunk):
    told = []

    def engine(data, *, mm_per_pixel, **asked):
        if mm_per_pixel == 2:
            told.append("stop")
        return a_result()

    assert run_chunk(ids(chunk), engine=engine, stopping=lambda: bool(told)) == set(ids(chunk[:2]))

    assert states(chunk) == ["done", "done", "queued", "queued", "queued"]
    assert {row.attempts for row in Analysis.objects.filter(pk__in=ids(chunk[2:]))} == {0}, "they cost nobody a try"
    assert run_chunk(ids(chunk), engine=sees_a_lesion) == set(ids(chunk[2:]))


def test_an_endless_picture_keeps_what_is_finished_and_is_tried_alone(chunk):
    endless = ill_at(3, SoftTimeLimitExceeded())
    assert run_chunk(ids(chunk), engine=endless) == set(ids(chunk[:2]))
    assert states(chunk) == ["done", "done", "queued", "queued", "queued"]

    assert run_chunk(ids(chunk), engine=endless) == set(ids(chunk[3:])), "the rest in company, without it"
    assert run_chunk([chunk[2].pk], engine=endless) == {chunk[2].pk}
    assert Analysis.objects.get(pk=chunk[2].pk).reason_code == "took_too_long"


def test_a_process_that_is_told_to_exit_records_what_is_finished_and_hands_the_rest_back(chunk):
    with pytest.raises(SystemExit):
        run_chunk(ids(chunk), engine=ill_at(3, SystemExit(0)))
    assert states(chunk) == ["done", "done", "queued", "queued", "queued"]
    assert [Analysis.objects.get(pk=row.pk).attempts for row in chunk] == [1, 1, 1, 0, 0]


def test_a_lost_database_leaves_the_row_in_hand_to_its_lease(chunk):
    with pytest.raises(OperationalError):
        run_chunk(ids(chunk), engine=ill_at(3, OperationalError("server closed the connection")))
    assert states(chunk) == ["done", "done", "running", "queued", "queued"], "it answers again for the rest"


def test_results_that_cannot_be_written_keep_nobody_else_waiting(chunk, monkeypatch):
    def away(endings):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("analysis.run_chunk.record_many", away)
    with pytest.raises(OperationalError):
        run_chunk(ids(chunk), engine=sees_a_lesion, stopping=iter([False, False, True]).__next__)
    assert states(chunk) == ["running", "running", "queued", "queued", "queued"], (
        "those whose results were lost wait for their leases"
    )


def test_delivered_twice_the_second_changes_nothing(chunk):
    run_chunk(ids(chunk), engine=sees_a_lesion)
    before = list(Analysis.objects.values())
    assert run_chunk(ids(chunk), engine=must_not_run) == set()
    assert list(Analysis.objects.values()) == before


def test_the_pictures_come_to_the_engine_looked_at(chunk):
    def engine(data, **asked):
        assert (data.width, data.height, data.data) == (64, 48, b"")
        assert data.mm_per_pixel == asked["mm_per_pixel"]
        return a_result()

    assert len(run_chunk(ids(chunk), engine=engine)) == 5


def test_an_engine_that_always_fails_ends_every_row(chunk):
    run_chunk(ids(chunk), engine=raises(BLURRED))
    assert states(chunk) == ["rejected"] * 5


def full_disk() -> OperationalError:
    """As PostgreSQL says that its disk is full."""
    cause = Exception("could not extend file")
    cause.sqlstate = "53100"
    error = OperationalError("could not extend file")
    error.__cause__ = cause
    return error


def test_a_full_disk_of_the_database_costs_nobody_a_try(chunk, monkeypatch):
    def full(endings):
        raise full_disk()

    monkeypatch.setattr("analysis.run_chunk.record_many", full)
    monkeypatch.setattr("analysis.outcome.record_many", full)
    with pytest.raises(OperationalError):
        run_chunk(ids(chunk), engine=sees_a_lesion)

    rows = Analysis.objects.filter(pk__in=ids(chunk))
    assert {(row.state, row.attempts) for row in rows} == {("queued", 0)}
