"""Fixtures of the batches' tests."""

import pytest

from analysis.batches.start_batch import start_batch
from tests.analysis.small_networks import small_networks
from tests.factories import CaseFactory, LesionImageFactory


@pytest.fixture
def networks(db, settings, tmp_path):
    """Networks in use and a new one; the folder of their weights."""
    settings.WEIGHTS_DIR = tmp_path / "weights"
    small_networks(settings.WEIGHTS_DIR)
    return settings.WEIGHTS_DIR


@pytest.fixture
def pictures(ana):
    """So many more pictures of one case in Clinic A, with names for files."""
    case = CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)

    def more(count: int) -> list:
        files = {"original": "o.jpg", "rendition": "r.jpg", "thumbnail": "t.jpg"}
        return LesionImageFactory.create_batch(count, case=case, **files)

    return more


@pytest.fixture
def start(networks, admin_a):
    """Starts a batch of Clinic A, of all its pictures unless said otherwise."""

    def begin(**words):
        return start_batch(**{"by": admin_a, "clinic": admin_a.clinic, "selection": {}} | words)

    return begin
