"""What a worker gives back, and when."""

import gc
import weakref

import numpy as np
import pytest

from analysis import engine, tidy
from tests.analysis.engines import a_result


class Knot:
    """Refers to itself, so that only the collector finds it."""

    def __init__(self):
        self.itself, self.picture = self, np.zeros(1000)


@pytest.fixture
def no_collector():
    """Nothing is collected but on purpose."""
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


def test_every_so_many_pictures_what_nobody_uses_is_given_back(no_collector, monkeypatch):
    monkeypatch.setattr(tidy, "EVERY", 3)
    tidier = tidy.Tidier()
    knot = weakref.ref(Knot())
    assert [tidier.after(1), tidier.after(1)] == [False, False]
    assert knot() is not None
    assert tidier.after(2)
    assert knot() is None
    assert not tidier.after(1), "counted anew"


def test_what_the_networks_brought_is_set_aside_once(no_collector, monkeypatch):
    loads = iter([1, 1, 1, 2, 2])
    monkeypatch.setattr(engine, "times_loaded", lambda: next(loads))
    tidier = tidy.Tidier()
    knot, kept = weakref.ref(Knot()), a_result()
    tidier.after(tidy.EVERY)
    aside = gc.get_freeze_count()
    assert (knot(), aside > 1000, kept.verdict) == (None, True, "suspicious"), "garbage was not set aside with it"
    tidier.after(tidy.EVERY)
    assert gc.get_freeze_count() <= aside
    later = [Knot() for _ in range(100)]
    tidier.after(tidy.EVERY)
    assert gc.get_freeze_count() >= len(later)
