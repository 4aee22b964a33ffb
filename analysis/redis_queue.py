"""The queue in Redis: kombu's own, whose worker ends when what it takes out of the list is no JSON."""

import logging

from kombu.transport import redis

from analysis.only_messages import DROPPED, NO_MESSAGE, OnlyMessages

logger = logging.getLogger(__name__)


class Channel(redis.Channel):
    """Drops what is no JSON."""

    def _brpop_read(self, **options) -> bool:
        try:
            return super()._brpop_read(**options)
        except NO_MESSAGE as error:
            logger.warning(DROPPED, type(error).__name__)
            return True  # it is out of the list, and the next one may be asked for


class Transport(OnlyMessages, redis.Transport):
    """`broker_transport` for redis://."""

    Channel = Channel
