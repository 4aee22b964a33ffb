"""Messages may come twice, to two workers at the same time: each picture is still analysed once."""

import pytest

from tests.flows.processes import wait_until
from tests.flows.story import BUSY_MACHINE, all_home_exactly_once, in_state, servers_first

pytestmark = pytest.mark.slow
PICTURES = 8


@servers_first
def test_each_message_three_times_and_two_workers(site):
    # given pictures of which three messages each are in the queue
    ids = site.queue_pictures(PICTURES)
    site.on_site("send_again", *ids)
    site.on_site("send_again", *reversed(ids))

    # when two workers empty the queue
    workers = [site.start_stand_in("finds"), site.start_stand_in("finds")]
    all_home_exactly_once(site, ids)

    # then each row was claimed once, and stays as it is when the last message has been read
    assert {row.attempts for row in site.tables.analyses(ids).values()} == {1}
    before = site.tables.analyses(ids)
    wait_until(lambda: site.messages() == 0, seconds=BUSY_MACHINE, what="the queue is empty")
    for worker in workers:
        assert worker.stop(seconds=30) == 0
    assert site.tables.analyses(ids) == before
    assert len(site.tables.finished_events(ids)) == PICTURES
    assert not in_state(site, ids, "queued", "running")
