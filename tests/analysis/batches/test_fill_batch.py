"""Rows are asked for piece by piece: bounded, once, and from where it stood."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analysis.batches.fill_batch import fill_batch
from analysis.batches.look_after_batches import look_after_batches
from analysis.models import Analysis, BatchRun
from analysis.reconcile import ALSO, reconcile
from tests.analysis.at_once import at_once
from tests.analysis.batches.test_start_batch import finished
from tests.analysis.queue_folder import ids
from tests.analysis.small_networks import NEW
from tests.factories import AnalysisFactory

pytestmark = pytest.mark.django_db


def asked(batch) -> list[int]:
    """The pictures that rows of the batch ask for."""
    return sorted(Analysis.objects.filter(batch=batch).values_list("image", flat=True))


def test_piece_by_piece_to_the_end(start, pictures):
    images = pictures(5)
    batch = start()
    assert fill_batch(batch.pk, piece=2)
    assert asked(batch) == [image.pk for image in images[:2]]
    assert fill_batch(batch.pk, piece=2)
    assert not fill_batch(batch.pk, piece=2)
    assert asked(batch) == [image.pk for image in images]
    batch.refresh_from_db()
    assert batch.filled_at
    assert not fill_batch(batch.pk)


def test_a_row_knows_who_asked_what_was_shown_and_whether_it_is_hidden(start, pictures, admin_a):
    seen, refused, fresh = pictures(3)
    finished(seen)
    shown = finished(seen, shadow=False)
    finished(seen, shadow=True)
    AnalysisFactory(image=seen, state="failed", reason_code="x", reason="X.", finished_at=seen.received_at)
    no = AnalysisFactory(image=refused, state="rejected", reason_code="x", reason="X.", finished_at=seen.received_at)
    batch = start(versions=[NEW])
    fill_batch(batch.pk)
    rows = {row.image_id: row for row in Analysis.objects.filter(batch=batch)}
    assert {image: row.before_id for image, row in rows.items()} == {
        seen.pk: shown.pk,
        refused.pk: no.pk,
        fresh.pk: None,
    }
    row = rows[seen.pk]
    assert (row.shadow, row.asked_by, row.request_id, row.classifier.version) == (
        True,
        admin_a,
        f"batch-{batch.pk}",
        NEW,
    )


def test_killed_in_the_middle_of_a_piece_nothing_of_it_is_left(start, pictures, monkeypatch):
    """The cursor and the rows are one transaction: the next call asks for each picture once."""
    images = pictures(4)
    batch = start()
    fill_batch(batch.pk, piece=2)

    class Killed(BaseException):
        pass

    def die(*_, **__):
        raise Killed

    with monkeypatch.context() as patch:
        # rows are in, the cursor is not
        patch.setattr(BatchRun.objects.none().__class__, "update", die)
        with pytest.raises(Killed):
            fill_batch(batch.pk, piece=2)
    assert asked(batch) == [image.pk for image in images[:2]]
    while fill_batch(batch.pk, piece=2):
        pass
    assert asked(batch) == [image.pk for image in images]


def test_no_more_wait_than_the_workers_need(start, pictures):
    pictures(5)
    batch = start()
    assert fill_batch(batch.pk, piece=2, most_queued=3)
    assert fill_batch(batch.pk, piece=2, most_queued=3)
    assert not fill_batch(batch.pk, piece=2, most_queued=3)
    assert len(asked(batch)) == 3
    Analysis.objects.update(state="failed", reason_code="x", reason="X.", finished_at=batch.asked_at)
    assert fill_batch(batch.pk, piece=2, most_queued=3)
    assert len(asked(batch)) == 5


def test_what_somebody_asked_for_meanwhile_is_left_out(start, pictures):
    first, second = pictures(2)
    batch = start()
    AnalysisFactory(image=second)
    fill_batch(batch.pk)
    assert asked(batch) == [first.pk]
    batch.refresh_from_db()
    assert batch.image_count == 1


def test_pictures_of_later_are_not_in_it(start, pictures):
    (first,) = pictures(1)
    batch = start()
    pictures(1)
    fill_batch(batch.pk)
    assert asked(batch) == [first.pk]


def test_again_asks_once_and_not_for_ever(start, pictures):
    (image,) = pictures(1)
    finished(image)
    batch = start(again=True)
    fill_batch(batch.pk)
    assert asked(batch) == [image.pk]
    Analysis.objects.filter(batch=batch).delete()
    finished(image)
    BatchRun.objects.update(filled_at=None, filled_until=0)
    fill_batch(batch.pk)
    assert asked(batch) == [], "a result from after the start is the answer"


def test_the_queries_of_a_piece_do_not_grow_with_it(start, pictures):
    pictures(6)
    batch = start()
    with CaptureQueriesContext(
        connection,
    ) as few:
        fill_batch(batch.pk, piece=1)
    with CaptureQueriesContext(connection) as more:
        fill_batch(batch.pk, piece=4)
    assert len(more) == len(few)


def test_the_reconciler_fills_and_sends(start, pictures):
    images = pictures(2)
    batch = start()
    assert look_after_batches in ALSO
    reconcile()
    assert asked(batch) == [image.pk for image in images]
    assert sorted(ids("batch")) == sorted(Analysis.objects.values_list("pk", flat=True))


def test_a_round_without_time_leaves_the_rest_to_the_next_one(start, pictures):
    pictures(1)
    batch = start()
    look_after_batches(seconds=0)
    assert asked(batch) == []
    look_after_batches()
    assert len(asked(batch)) == 1


@pytest.mark.django_db(transaction=True)
def test_four_reconcilers_at_once_ask_for_each_picture_once(start, pictures):
    images = pictures(6)
    batch = start()
    at_once(lambda: [fill_batch(batch.pk, piece=2) for _ in range(4)], times=4)
    while fill_batch(batch.pk, piece=2):
        pass
    assert asked(batch) == [image.pk for image in images]
