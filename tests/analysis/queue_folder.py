"""Looks into the embedded queue's folder, and takes it away."""

import json
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def folder() -> Path:
    """Where the tests' messages lie."""
    return Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])


def messages(queue: str) -> list[dict]:
    """What waits in a queue, oldest first, with the body decoded."""
    found = [json.loads(path.read_text()) for path in sorted(folder().glob(f"*.{queue}.msg"))]
    return [{**message, "body": json.loads(b64decode(message["body"]))} for message in found]


def ids(queue: str) -> list[int]:
    """The analyses that the messages speak of, oldest first."""
    arguments = [message["body"][0][0] for message in messages(queue)]
    return [pk for argument in arguments for pk in (argument if isinstance(argument, list) else [argument])]


@contextmanager
def unreachable_broker() -> Iterator[None]:
    """No message can be sent inside."""
    away = folder().with_name("away")
    folder().rename(away)
    try:
        yield
    finally:
        away.rename(folder())
