"""Counters in Redis: one script, run as one step."""

from functools import cache

from redis import BlockingConnectionPool, Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from accounts.counters.counted import Counted

PREFIX = "skinlesion:count:"
# a counter without an end, whatever made it so, would lock somebody out for ever
COUNT_UP = """
local number = redis.call('INCRBY', KEYS[1], ARGV[2])
local left = redis.call('TTL', KEYS[1])
if left < 0 then redis.call('EXPIRE', KEYS[1], ARGV[1]) left = tonumber(ARGV[1]) end
return {number, left}
"""
# never a counter that has ended, or below zero
COUNT_DOWN = """
if tonumber(redis.call('GET', KEYS[1]) or '0') >= tonumber(ARGV[1]) then
  redis.call('DECRBY', KEYS[1], ARGV[1])
end
"""


@cache
def client(url: str) -> Redis:
    """One small pool of connections for each process: a flood of requests queues here, and is no outage of Redis.

    No second try: what was counted must not be counted twice.
    """
    once = Retry(NoBackoff(), 0)
    pool = BlockingConnectionPool.from_url(
        url, max_connections=8, timeout=5, socket_timeout=1, socket_connect_timeout=0.5, retry=once
    )
    return Redis(connection_pool=pool)


def count_up(url: str, key: str, *, seconds: int, times: int = 1) -> Counted:
    """See `accounts.counters.shared`.

    Raises:
        redis.RedisError: it is away.
    """
    number, left = client(url).execute_command("EVAL", COUNT_UP, 1, PREFIX + key, seconds, times)
    return Counted(number, max(1, left))


def count_down(url: str, key: str, *, times: int = 1) -> None:
    """Takes back what was counted, as far as it is still counted."""
    client(url).execute_command("EVAL", COUNT_DOWN, 1, PREFIX + key, times)


def forget(url: str, key: str) -> None:
    """The next number is 1."""
    client(url).delete(PREFIX + key)
