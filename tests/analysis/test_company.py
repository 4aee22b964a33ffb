"""Pictures that ask the networks together: quicker, and each still answers for itself."""

import time
import uuid
from collections import Counter
from concurrent.futures import Future
from contextlib import contextmanager

import pytest
from billiard.exceptions import SoftTimeLimitExceeded

from analysis import company, engine
from analysis.ending import done
from analysis.models import Analysis
from analysis.run_chunk import run_chunk
from ml.passage import Passage
from tests.analysis.engines import a_result
from tests.factories import AnalysisFactory, LesionImageFactory

pytestmark = pytest.mark.django_db


class Networks:
    """Stands where analysis.engine stands; counts what it is asked."""

    def __init__(self):
        self.companies: list[int] = []
        self.answered: Counter[str] = Counter()
        self.error: BaseException | None = None

    def ask_networks(self, passages, *, segmenter, classifier):
        self.companies.append(len(passages))
        if self.error:
            raise self.error
        asked = [passage.copy() for passage in passages]
        for passage in asked:
            passage.evidence = "asked"
        return asked

    def analyse(self, passage, **asked):
        self.answered[str(passage.evidence)] += 1
        return a_result()


@contextmanager
def all_decoded(pictures):
    """Stands where engine.look_ahead stands: nothing is left to wait for."""
    looks = [Future() for _ in pictures]
    for look, picture in zip(looks, pictures, strict=True):
        try:
            picture.read()
            look.set_result(Passage(b"", width=64, height=48))
        except OSError as error:
            look.set_exception(error)
    yield looks


@pytest.fixture
def networks(monkeypatch):
    networks = Networks()
    monkeypatch.setattr(engine, "ask_networks", networks.ask_networks)
    monkeypatch.setattr(engine, "analyse", networks.analyse)
    monkeypatch.setattr(engine, "look_ahead", all_decoded)
    return networks


def rows(count: int, **image) -> list[int]:
    """Ids of waiting rows of one pair of versions."""
    first = AnalysisFactory(image=LesionImageFactory(**image))
    pair = {"segmenter": first.segmenter, "classifier": first.classifier}
    return [first.pk] + [
        AnalysisFactory(image=LesionImageFactory(**image), **pair).pk for _ in range(count - 1)
    ]  # fmt: skip


def states(ids: list[int]) -> list[str]:
    return [Analysis.objects.get(pk=pk).state for pk in ids]


def test_sixteen_at_a_time(networks):
    ids = rows(25)
    assert run_chunk(ids) == set(ids)
    assert (networks.companies, networks.answered) == ([16, 9], {"asked": 25})


def test_nobody_waits_for_a_picture_that_is_not_decoded_yet(networks, monkeypatch):
    ids, late = rows(4), Future()

    @contextmanager
    def the_third_takes_long(pictures):
        with all_decoded(pictures) as looks:
            yield [*looks[:2], late, looks[3]]

    def analyse(passage, **asked):
        if not late.done():
            late.set_result(Passage(b"", width=64, height=48))
        return networks.analyse(passage, **asked)

    monkeypatch.setattr(engine, "look_ahead", the_third_takes_long)
    monkeypatch.setattr(engine, "analyse", analyse)
    assert run_chunk(ids) == set(ids)
    assert networks.companies == [2, 2]


def test_a_single_row_goes_as_before(networks):
    assert run_chunk(rows(1))
    assert (networks.companies, networks.answered) == ([], {"None": 1})


def test_an_overview_and_a_file_that_cannot_be_read_ask_no_network(networks):
    ids = rows(4)
    overview, missing = (Analysis.objects.get(pk=pk).image for pk in ids[:2])
    type(overview).objects.filter(pk=overview.pk).update(image_type="overview")
    missing.original.storage.delete(missing.original.name)
    run_chunk(ids)
    assert (states(ids), networks.companies) == (["rejected", "queued", "done", "done"], [2])


@pytest.mark.parametrize("error", [ValueError("a bug"), MemoryError(), OSError("the weights' disk")])
def test_what_goes_wrong_in_company_is_nobodys_fault(networks, error, caplog):
    networks.error = error
    ids = rows(4)
    assert run_chunk(ids) == set(ids)
    assert networks.answered == {"None": 4}, "each went alone, with its picture as it was looked at"
    (said,) = [record for record in caplog.records if "in company" in record.getMessage()]
    assert str(ids[3]) in said.getMessage()
    assert bool(said.exc_info) is not isinstance(error, MemoryError)


def test_an_answer_too_few_is_no_answer(networks, monkeypatch):
    monkeypatch.setattr(engine, "ask_networks", lambda passages, **versions: passages[1:])
    ids = rows(3)
    assert run_chunk(ids) == set(ids)


def test_a_bug_before_the_networks_is_met_again_by_its_row(networks, monkeypatch):
    def broken(row):
        raise KeyError("kind")

    monkeypatch.setattr(company, "stopped_by_its_kind", broken)
    ids = rows(3)
    assert run_chunk(ids) == set(ids)


def over(*args, **kwargs):
    """As Celery interrupts whatever is going on."""
    raise SoftTimeLimitExceeded


def test_time_that_is_over_in_company_sends_each_of_it_to_be_tried_alone(networks, monkeypatch):
    monkeypatch.setattr(company, "TOGETHER", 3)

    def ask(passages, **versions):
        return over() if networks.companies else networks.ask_networks(passages, **versions)

    monkeypatch.setattr(engine, "ask_networks", ask)
    ids = rows(8)
    assert run_chunk(ids) == set(ids[:3])
    left = [(row.state, row.attempts) for row in Analysis.objects.filter(pk__in=ids[3:]).order_by("pk")]
    assert left == [("queued", 1)] * 3 + [("queued", 0)] * 2, "those in company go alone from now on"


def test_a_worker_that_could_wait_no_longer_costs_its_company_nothing(networks, monkeypatch):
    told = []

    def ask(passages, **versions):
        told.append("stop")
        over()

    monkeypatch.setattr(engine, "ask_networks", ask)
    ids = rows(3)
    assert run_chunk(ids, stopping=lambda: bool(told)) == set()
    assert {(row.state, row.attempts) for row in Analysis.objects.filter(pk__in=ids)} == {("queued", 0)}


def test_time_that_is_over_while_a_picture_is_waited_for_is_counted_for_that_one(networks, monkeypatch):
    @contextmanager
    def the_first_hangs(pictures):
        with all_decoded(pictures) as looks:
            looks[0].exception = over
            yield looks

    monkeypatch.setattr(engine, "look_ahead", the_first_hangs)
    ids = rows(3)
    run_chunk(ids)
    assert [Analysis.objects.get(pk=pk).attempts for pk in ids] == [1, 0, 0]


def test_results_are_recorded_before_a_hanging_thread_is_waited_for(networks, monkeypatch):
    seen = []

    @contextmanager
    def the_third_hangs(pictures):
        with all_decoded(pictures) as looks:
            looks[2].exception = over
            looks[2].done = lambda: False
            yield looks
            seen.extend(states(ids))

    monkeypatch.setattr(engine, "look_ahead", the_third_hangs)
    ids = rows(3)
    run_chunk(ids)
    assert seen == ["done", "done", "queued"]


def test_a_row_lost_after_the_networks_were_asked_is_dropped(networks, monkeypatch):
    ids = rows(3)

    def ask(passages, **versions):
        Analysis.objects.filter(pk=ids[1]).update(token=uuid.uuid4())  # as another worker's claim does
        return networks.ask_networks(passages, **versions)

    monkeypatch.setattr(engine, "ask_networks", ask)
    assert run_chunk(ids) == {ids[0], ids[2]}
    assert states(ids) == ["done", "running", "done"]


@pytest.mark.parametrize("limits", [(2 * 64 * 48, 99), (10**9, 2)])
def test_only_so_many_results_wait_for_the_disk(networks, monkeypatch, limits):
    """By pixels, or by number."""
    monkeypatch.setattr("analysis.run_chunk.PIXELS_BEHIND", limits[0])
    monkeypatch.setattr("analysis.run_chunk.RESULTS_BEHIND", limits[1])
    behind, most = set(), []

    def slow(**asked):
        time.sleep(0.02)
        behind.discard(asked["analysis"].pk)
        return done(**asked)

    def analyse(passage, *, mm_per_pixel, **asked):
        behind.add(next(waiting))
        most.append(len(behind))
        return networks.analyse(passage)

    ids = rows(8)
    waiting = iter(ids)
    monkeypatch.setattr("analysis.run_chunk.done", slow)
    monkeypatch.setattr(engine, "analyse", analyse)
    assert run_chunk(ids) == set(ids)
    assert 2 < max(most) <= 4, "two written behind, one being written, one in hand"


def test_told_to_exit_in_company_they_are_handed_back(networks):
    networks.error = SystemExit(0)
    ids = rows(3)
    with pytest.raises(SystemExit):
        run_chunk(ids)
    assert {(row.state, row.attempts) for row in Analysis.objects.filter(pk__in=ids)} == {("queued", 0)}


def test_large_pictures_keep_to_themselves(networks, monkeypatch):
    monkeypatch.setattr(company, "PIXELS", 2 * 64 * 48)
    assert len(run_chunk(rows(4))) == 4
    assert (networks.companies, networks.answered) == ([2], {"asked": 2, "None": 2})
