"""What is in the queue is a hint from nobody in particular: a worker runs our task on ids, and nothing else."""

import pytest

from tests.flows.processes import wait_until
from tests.flows.story import BUSY_MACHINE, all_home_exactly_once, servers_first

pytestmark = pytest.mark.slow


@servers_first
def test_pickles_unknown_tasks_and_odd_ids_are_thrown_away_and_the_worker_goes_on(site):
    # given a message that would write a file when it is unpickled, unknown tasks, ids that are none, ten megabytes,
    # and what is no message at all
    written, before = site.folder / "written-by-a-pickle", site.on_site("digest_tables")
    site.on_site("send_strange_messages", written)

    # when a worker reads them all
    worker = site.start_stand_in("finds")
    wait_until(lambda: site.messages() == 0, seconds=BUSY_MACHINE, what="the queue is empty")

    # then nothing has happened, and it is still the same worker that analyses the next picture, and stops when told
    assert site.on_site("digest_tables") == before
    ids = site.queue_pictures(1)
    all_home_exactly_once(site, ids)
    assert not written.exists()
    assert worker.stop(seconds=30) == 0
    assert "a message that cannot be read was dropped" in worker.log.read_text()
