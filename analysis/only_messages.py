"""Whatever lies in a queue and is not what Celery writes there is dropped, before a worker ends or waits because of it.

As kombu 5.7 and Celery 5.7 are, JSON of another shape ends the worker that takes it, or is held as a message that is
being worked on, after which the worker asks for no other.
"""

import logging

logger = logging.getLogger(__name__)

# what unpacking a message that is none ends in; a broker's own errors are none of these
NO_MESSAGE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
DROPPED = "a message that cannot be read was dropped (%s); the reconciler sends its row again"


class OnlyMessages:
    """For a transport of kombu's."""

    def _deliver(self, message: object, queue: str) -> None:
        if not is_message(message):
            logger.warning(DROPPED, type(message).__name__)
            return
        try:
            super()._deliver(message, queue)
        except NO_MESSAGE as error:
            logger.warning(DROPPED, type(error).__name__)
            for channel in self.channels:
                channel.qos.ack(message["properties"]["delivery_tag"])


def is_message(payload: object) -> bool:
    """Whether it has the parts of a task's message, of the right types; what they say is Celery's to judge."""
    if not isinstance(payload, dict) or not isinstance(payload.get("body"), str):
        return False
    properties, headers = payload.get("properties"), payload.get("headers")
    return (
        isinstance(properties, dict)
        and isinstance(headers, dict)
        and properties.get("body_encoding") == "base64"
        and all(
            isinstance(one, str) for one in (properties.get("delivery_tag"), headers.get("task"), headers.get("id"))
        )
    )
