"""The embedded queue: whole messages, each taken once, in their order."""

import json
import time
from queue import Empty

import pytest
from celery import current_app

from tests.analysis.at_once import at_once
from tests.analysis.queue_folder import folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel():
    with current_app.connection_for_write() as connection, connection.channel() as channel:
        yield channel


def test_messages_come_back_in_their_order_and_by_queue(channel):
    for number in range(20):
        channel._put("interactive", {"n": number})
    channel._put("batch", {"n": 99})
    assert [channel._get("interactive")["n"] for _ in range(20)] == list(range(20))
    with pytest.raises(Empty):
        channel._get("interactive")
    assert channel._get("batch") == {"n": 99}
    assert list(folder().iterdir()) == []


def test_eight_workers_at_once_take_each_message_once(channel):
    for number in range(200):
        channel._put("interactive", {"n": number})

    def take_all() -> list[int]:
        taken = []
        with current_app.connection_for_write() as connection, connection.channel() as own:
            while True:
                try:
                    taken.append(own._get("interactive")["n"])
                except Empty:
                    return taken

    assert sorted(sum(at_once(take_all, times=8), [])) == list(range(200))


def test_no_message_is_lost_that_is_sent_while_workers_look():
    count, taken = 300, []
    turns = iter(range(4))

    def send_or_take() -> None:
        turn = next(turns)
        with current_app.connection_for_write() as connection, connection.channel() as own:
            if turn == 0:
                for number in range(count):
                    own._put("interactive", {"n": number})
                return
            end = time.monotonic() + 10
            while len(taken) < count and time.monotonic() < end:
                try:
                    taken.append(own._get("interactive")["n"])
                except Empty:
                    continue

    at_once(send_or_take, times=4)
    assert sorted(taken) == list(range(count))


def test_a_message_that_is_still_being_written_is_not_taken(channel):
    (folder() / ".half-interactive.msg").write_text("{")
    with pytest.raises(Empty):
        channel._get("interactive")
    (folder() / ".half-interactive.msg").unlink()


def test_a_damaged_message_is_dropped_and_the_next_one_served(channel):
    (folder() / "0_damaged.interactive.msg").write_text('{"n": ')
    channel._put("interactive", {"n": 1})
    assert channel._get("interactive") == {"n": 1}


def test_the_length_of_a_queue_counts_whole_messages_of_that_queue(channel):
    (folder() / ".half-x.interactive.msg").write_text("{")
    channel._put("interactive", {"n": 1})
    channel._put("batch", {"n": 2})
    assert channel._size("interactive") == 1
    assert channel._purge("interactive") == 1
    (folder() / ".half-x.interactive.msg").unlink()


def test_many_processes_may_bind_a_new_queue_at_once():
    def bind() -> None:
        with current_app.connection_for_write() as connection, connection.channel() as channel:
            channel._queue_bind("exchange-of-this-test", "key", "", "interactive")
            assert ["key", "", "interactive"] in [list(entry) for entry in channel.get_table("exchange-of-this-test")]

    at_once(bind, times=8)
    with current_app.connection_for_write() as connection, connection.channel() as channel:
        table = channel._exchange_file("exchange-of-this-test")
    assert json.loads(table.read_text()) == [["key", "", "interactive"]]
    table.unlink()
