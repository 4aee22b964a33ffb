"""One small seed of `make chaos`, so that every change meets it; see docs/reliability/chaos.md for the real size."""

import pytest

from tests.chaos.own_postgres import find_missing
from tests.chaos.promises import broken_promises
from tests.chaos.run_seed import run_seed
from tests.conftest import skip_or_fail

pytestmark = pytest.mark.slow


def test_a_small_seed_keeps_every_promise(tmp_path):
    if missing := find_missing():
        skip_or_fail(missing)

    with run_seed(
        tmp_path,
        seed=4,
        jobs=12,
        events=4,
        backend="servers",
        networks="stand-in",
        slowest=20,  # on a machine that runs other tests beside; the gate says 2.5
        pause_seconds=2,
    ) as run:
        assert not broken_promises(run), run.summary()
        assert "failed" in run.summary()
