"""One person's two thousand pictures do not keep another's twenty waiting."""

import time
from collections import deque

import pytest
from django.db.models.functions import Now

from accounts.models import User
from analysis import engine, publish, reconcile, turns
from analysis.models import Analysis
from analysis.publish import BrokerAway
from analysis.request import request_analysis
from analysis.tasks import analyse
from benchmarks.queue_rows import copies
from ml.errors import Unsuitable
from tests.analysis.at_once import at_once
from tests.analysis.engines import raises
from tests.analysis.plans import whole_reads
from tests.factories import AnalysisFactory, ClassifierFactory, LesionImageFactory, SegmenterFactory

pytestmark = pytest.mark.django_db


class Line:
    """The broker's queue: first come, first served."""

    def __init__(self):
        self.waiting, self.away = deque(), False

    def send(self, *ids, queue):
        if self.away:
            raise BrokerAway("unplugged")
        if queue == "interactive":
            self.waiting.extend(ids)


@pytest.fixture
def line(monkeypatch, settings):
    """In place of the broker; three rows of a person at a time."""
    settings.IN_QUEUE_PER_PERSON = 3
    made = Line()
    for module in (publish, turns, reconcile):
        monkeypatch.setattr(module, "send", made.send)
    monkeypatch.setattr(reconcile, "queue_length", lambda queue: len(made.waiting))
    return made


def uploads(person: User | None, count: int) -> list[int]:
    """So many rows as uploads leave them behind, each told to the workers if it is its turn."""
    first = AnalysisFactory(asked_by=person)
    images = copies(first.image, count, sha256=f"'{person.pk if person else 0}-copy' || n")
    rows = copies(first, count, image_id=f"{images.start} + n - 1")
    first.delete()
    for pk in rows:
        turns.publish_in_turn(pk, person.pk if person else None)
    return list(rows)


def end(pk: int) -> None:
    """As a worker ends a row, only quicker."""
    Analysis.objects.filter(pk=pk, finished_at=None).update(
        state="rejected", reason_code="too_blurred", reason="x", finished_at=Now()
    )
    turns.publish_next(pk)


def work_off(line, ended=end) -> list[int]:
    """One worker until nothing is sent any more; in which order."""
    order = []
    while line.waiting:
        order.append(line.waiting.popleft())
        ended(order[-1])
    return order


def last_place(order: list[int], theirs: list[int]) -> int:
    return max(order.index(pk) for pk in theirs) + 1


def test_a_person_has_so_many_in_the_queue_and_each_that_ends_sends_the_next(line, ana):
    rows = uploads(ana, 5)
    assert list(line.waiting) == rows[:3]
    end(line.waiting.popleft())
    assert list(line.waiting) == rows[1:4]
    assert work_off(line) == rows[1:]


def test_twenty_behind_a_hundred(line, ana, bo):
    hers, his = uploads(ana, 100), uploads(bo, 20)
    order = work_off(line)
    assert sorted(order) == hers + his, "all of them, each once"
    assert last_place(order, his) <= 2 * 20 + 3, "taking turns, behind what was in the queue already"


def test_without_turns_the_twenty_would_be_last(line, ana, bo, settings):
    settings.IN_QUEUE_PER_PERSON = 10**6
    uploads(ana, 100)
    his = uploads(bo, 20)
    assert last_place(work_off(line), his) == 120


@pytest.mark.long
def test_twenty_behind_two_thousand_through_the_real_task(line, ana, bo, settings, monkeypatch, capsys):
    """Prints the figures of docs/trust/entry.md."""
    monkeypatch.setattr(engine, "analyse", raises(Unsuitable("too_blurred", "The picture is too blurred.")))
    for in_queue in (12, 10**6):
        settings.IN_QUEUE_PER_PERSON = in_queue
        began = time.monotonic()
        hers = uploads(ana, 2000)
        took = time.monotonic() - began
        his = uploads(bo, 20)
        began = time.monotonic()
        order = work_off(line, analyse)
        each = (time.monotonic() - began) / len(order)
        places = [order.index(pk) + 1 for pk in his]
        with capsys.disabled():
            print(  # noqa: T201
                f"\n{in_queue} in the queue: Bo's 20 end as numbers {min(places)} to {max(places)} of {len(order)}; "
                f"telling the workers {1000 * took / 2000:.2f} ms an upload, {1000 * each:.1f} ms a row in all"
            )
        assert sorted(order) == hers + his
        assert max(places) == (2020 if in_queue > 2000 else max(places))
        assert in_queue > 2000 or max(places) <= 2 * 20 + 12
        Analysis.objects.all().delete()


def test_asked_for_by_the_service_it_waits_its_turn(line, ana, django_capture_on_commit_callbacks):
    SegmenterFactory()
    ClassifierFactory()
    uploads(ana, 3)
    with django_capture_on_commit_callbacks(execute=True):
        request_analysis(image=LesionImageFactory(), by=ana)
    assert len(line.waiting) == 3


def test_the_system_is_nobody_and_waits_for_nobody(line):
    assert len(uploads(None, 5)) == len(line.waiting) == 5


def test_rows_of_batches_are_not_counted(line, ana):
    from tests.factories import BatchRunFactory

    batch = BatchRunFactory(asked_by=ana)
    for _ in range(4):
        AnalysisFactory(asked_by=ana, batch=batch, published_at=Now())
    assert len(uploads(ana, 3)) == len(line.waiting) == 3


def test_what_was_lost_on_the_way_the_reconciler_sends_as_far_as_there_is_room(line, ana, bo):
    line.away = True
    hers, his = uploads(ana, 6), uploads(bo, 2)
    line.away = False
    assert reconcile.reconcile().published == 5
    assert sorted(line.waiting) == sorted(hers[:3] + his)
    assert reconcile.reconcile().published == 0, "no room"
    end(line.waiting.popleft())
    line.waiting.clear()
    Analysis.objects.filter(asked_by=ana).update(published_at=None)
    assert reconcile.reconcile().published == 3


def test_a_broker_that_is_away_when_a_row_ends_loses_none(line, ana):
    rows = uploads(ana, 5)
    line.away = True
    end(line.waiting.popleft())
    line.away = False
    assert reconcile.reconcile().published == 1
    assert list(line.waiting) == rows[1:4]


@pytest.mark.django_db(transaction=True)
def test_ends_in_the_same_moment_send_no_row_twice(line, ana):
    rows = uploads(ana, 30)
    ended = [line.waiting.popleft() for _ in range(3)]
    for pk in ended:
        Analysis.objects.filter(pk=pk).update(
            state="rejected", reason_code="too_blurred", reason="x", finished_at=Now(), published_at=Now()
        )
    left = iter(ended)
    at_once(lambda: turns.publish_next(next(left)), times=3)
    assert len(set(line.waiting)) == len(line.waiting)
    assert set(line.waiting) <= set(rows)
    assert 3 <= len(line.waiting) <= 5, "three, and in the same moment perhaps one or two more"


def test_whose_turn_it_is_is_found_without_reading_what_has_ended(line, ana):
    """With a long history of the same person's."""
    done = AnalysisFactory(
        asked_by=ana, state="rejected", reason_code="too_blurred", reason="x", finished_at=Now(), published_at=Now()
    )
    images = copies(done.image, 4000, sha256="'old' || n")
    copies(done, 4000, image_id=f"{images.start} + n - 1")
    rows = uploads(ana, 20)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE analysis_analysis")
    for ask in (
        lambda: turns.publish_in_turn(rows[-1], ana.pk),
        lambda: turns.publish_next(rows[0]),
        lambda: list(turns.whose_turn(Analysis.objects.all())),
    ):
        assert whole_reads(ask) == []
