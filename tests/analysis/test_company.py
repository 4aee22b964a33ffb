"""Pictures that ask the networks together: quicker, and each still answers for itself."""

from collections import Counter

import pytest
from billiard.exceptions import SoftTimeLimitExceeded

from analysis import company, engine
from analysis.models import Analysis
from analysis.run_chunk import run_chunk
from tests.analysis.engines import a_result
from tests.factories import AnalysisFactory, LesionImageFactory

pytestmark = pytest.mark.django_db


class Networks:
    """Stands where analysis.engine stands; counts what it is asked."""

    def __init__(self):
        self.companies: list[int] = []
        self.heard: Counter[str] = Counter()
        self.error: BaseException | None = None

    def hear(self, passages, *, segmenter, classifier):
        self.companies.append(len(passages))
        if self.error:
            raise self.error
        heard = [passage.copy() for passage in passages]
        for passage in heard:
            passage.evidence = "heard"
        return heard

    def analyse(self, passage, **asked):
        self.heard[str(passage.evidence)] += 1
        return a_result()


@pytest.fixture
def networks(monkeypatch):
    networks = Networks()
    monkeypatch.setattr(engine, "hear", networks.hear)
    monkeypatch.setattr(engine, "analyse", networks.analyse)
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


def test_a_few_first_then_many(networks):
    ids = rows(25)
    assert run_chunk(ids) == set(ids)
    assert (networks.companies, networks.heard) == ([4, 16, 5], {"heard": 25})


def test_a_single_row_goes_as_before(networks):
    assert run_chunk(rows(1))
    assert (networks.companies, networks.heard) == ([], {"None": 1})


def test_an_overview_and_a_file_that_cannot_be_read_ask_no_network(networks):
    ids = rows(4)
    overview, missing = (Analysis.objects.get(pk=pk).image for pk in ids[:2])
    type(overview).objects.filter(pk=overview.pk).update(image_type="overview")
    missing.original.storage.delete(missing.original.name)
    run_chunk(ids)
    assert (states(ids), networks.companies) == (["rejected", "queued", "done", "done"], [2])


@pytest.mark.parametrize("error", [ValueError("a bug"), MemoryError(), OSError("the weights' disk")])
def test_what_goes_wrong_in_company_is_nobodys_fault(networks, error):
    networks.error = error
    ids = rows(4)
    assert run_chunk(ids) == set(ids)
    assert networks.heard == {"None": 4}, "each went alone, with its picture as it was looked at"


def test_time_that_is_over_in_company_sends_each_of_it_to_be_tried_alone(networks, monkeypatch):
    ids = rows(6)
    monkeypatch.setattr(company, "FIRST", 3)

    def hear(passages, **versions):
        if networks.companies:
            raise SoftTimeLimitExceeded
        return networks.hear(passages, **versions)

    monkeypatch.setattr(engine, "hear", hear)
    assert run_chunk(ids) == set(ids[:3])
    left = Analysis.objects.filter(pk__in=ids[3:])
    assert {(row.state, row.attempts) for row in left} == {("queued", 1)}, "counted: from now on it goes alone"


def test_time_that_is_over_while_a_picture_is_decoded_is_counted_too(networks, monkeypatch):
    ids = rows(3)

    def over(row):  # asked between two pictures that are waited for
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(company, "stopped_by_its_kind", over)
    run_chunk(ids)
    assert {row.attempts for row in Analysis.objects.filter(pk__in=ids)} == {1}


def test_told_to_exit_in_company_they_are_handed_back(networks):
    networks.error = SystemExit(0)
    ids = rows(3)
    with pytest.raises(SystemExit):
        run_chunk(ids)
    assert {(row.state, row.attempts) for row in Analysis.objects.filter(pk__in=ids)} == {("queued", 0)}


def test_large_pictures_keep_to_themselves(networks, monkeypatch):
    monkeypatch.setattr(company, "PIXELS", 2 * 64 * 48)
    assert len(run_chunk(rows(4))) == 4
    assert (networks.companies, networks.heard) == ([2], {"heard": 2, "None": 2})
