"""A batch's rows are sent as chunks: few messages, each row in one of them, whoever else reconciles."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from analysis.models import Analysis
from analysis.reconcile import Counts, reconcile
from tests.analysis.at_once import at_once
from tests.analysis.queue_folder import folder, messages, unreachable_broker
from tests.analysis.queue_folder import ids as ids_sent
from tests.factories import AnalysisFactory, BatchRunFactory, ClassifierFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _four_to_a_chunk(settings):
    settings.BATCH_CHUNK = 4


@pytest.fixture
def batch():
    return BatchRunFactory()


def sent() -> list[int | list[int]]:
    """What each message of the batch's queue speaks of."""
    return [message["body"][0][0] for message in messages("batch")]


def rows_of(batch, count: int, **fields) -> list[int]:
    return [AnalysisFactory(batch=batch, **fields).pk for _ in range(count)]


def set_back(seconds: float) -> None:
    Analysis.objects.update(published_at=Now() - timedelta(seconds=seconds))


def test_chunks_of_a_batch_and_single_rows_of_clinicians(batch):
    ids = rows_of(batch, 10)
    alone = [AnalysisFactory().pk for _ in range(2)]

    assert reconcile() == Counts(published=12)

    assert sent() == [ids[:4], ids[4:8], ids[8:]]
    assert {message["headers"]["task"] for message in messages("batch")} == {"analysis.tasks.analyse_chunk"}
    assert [message["body"][0] for message in messages("interactive")] == [[pk] for pk in alone]
    assert reconcile() == Counts(), "and each is sent once"


def test_a_chunk_is_for_the_same_networks(batch):
    other = ClassifierFactory(version="classifier-next", active=False)
    ids = [AnalysisFactory(batch=batch, **({"classifier": other} if odd else {})).pk for odd in (0, 1) * 3]
    reconcile()
    assert sorted(sent()) == [ids[0::2], ids[1::2]]


def test_a_row_that_was_begun_before_goes_alone(batch):
    fresh, begun = rows_of(batch, 3), rows_of(batch, 2, attempts=1)
    reconcile()
    assert sorted(sent(), key=str) == sorted([fresh, *begun], key=str)


def test_a_chunk_is_stamped_with_one_update(batch):
    rows_of(batch, 4)
    with CaptureQueriesContext(connection) as queries:
        reconcile()
    stamps = [query for query in queries if query["sql"].startswith('UPDATE "analysis_analysis"')]
    assert len(stamps) == 1


def test_four_reconcilers_at_once_send_each_row_in_one_chunk(batch):
    ids = rows_of(batch, 30)
    counts = at_once(reconcile, times=4)
    assert sum(count.published for count in counts) == 30
    assert sorted(ids_sent("batch")) == ids


def test_a_broker_that_is_away_leaves_the_chunk_unsent(batch):
    ids = rows_of(batch, 6)
    with unreachable_broker():
        assert reconcile().away
    assert not Analysis.objects.filter(published_at__isnull=False).exists()
    assert reconcile() == Counts(published=6)
    assert sent() == [ids[:4], ids[4:]]


def test_a_long_queue_of_chunks_is_not_made_longer(batch):
    rows_of(batch, 10)
    reconcile()
    set_back(1000)
    assert reconcile() == Counts(), "three messages can speak of ten rows"


def test_a_lost_chunk_is_sent_again(batch):
    rows_of(batch, 10)
    reconcile()
    set_back(1000)
    for message in sorted(folder().glob("*.msg"))[:2]:
        message.unlink()
    assert reconcile() == Counts(published=6), "ten wait, and one message speaks of four at most"


def test_an_empty_queue_has_lost_everything(batch):
    rows_of(batch, 10)
    reconcile()
    set_back(31)
    for message in folder().glob("*.msg"):
        message.unlink()
    assert reconcile() == Counts(published=10)
