"""The counter that all processes share: in Redis where the site has one and it answers, otherwise in the database.

While Redis is away counting goes on in the database, from 1: within one window that allows at most twice as many, and
never any number.
"""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from redis import RedisError

from accounts.counters import in_database, in_redis
from accounts.counters.counted import Counted

logger = logging.getLogger(__name__)
ASK_AGAIN = 15  # seconds; a Redis that hangs takes one second of the request that asks it
_away_until = {"": 0.0}


def count_up(key: str, *, seconds: int, times: int = 1) -> Counted:
    """Counts `times` further.

    Args:
        key: whose, as a hash: neither store shall name anybody.
        seconds: after which the counter, begun by its first use, begins again.
    """
    return _in_either("count_up", key, seconds=seconds, times=times)


def count_down(key: str, *, times: int = 1) -> None:
    """Takes back what was counted, as far as it is still counted."""
    _in_either("count_down", key, times=times)


def forget(key: str) -> None:
    """Begins again in both stores: one of them may have counted while the other was away."""
    _in_either("forget", key)
    in_database.forget(key)


def _in_either(what: str, key: str, **how) -> Counted | None:
    url = settings.COUNTERS_URL
    if url and time.monotonic() >= _away_until.get(url, 0.0):
        try:
            return _of(in_redis, what)(url, key, **how)
        except RedisError as error:
            _away_until[url] = time.monotonic() + ASK_AGAIN
            logger.warning("Redis away, the database counts: %s", error)
    return _of(in_database, what)(key, **how)


def _of(store, what: str) -> Callable:
    return getattr(store, what)
