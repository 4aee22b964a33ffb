"""The embedded queue: one file per message in a folder. kombu's own, made safe for several processes.

As kombu 5.7 ships it, a message appears under its final name before it is written, so that a worker can pick up an
empty file and end with a JSON error, and messages on their way lie in the system's temporary folder.
"""

import json
import logging
import os
import time
import uuid
from pathlib import Path
from queue import Empty

from kombu.transport import filesystem

from analysis.only_messages import DROPPED, OnlyMessages

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Messages appear whole, and exactly one process takes each."""

    def _put(self, queue: str, payload: dict, **kwargs) -> None:
        folder = Path(self.data_folder_out)
        half = folder / f".half-{uuid.uuid4().hex}"
        half.write_text(json.dumps(payload))
        # names sort by time: the first come is the first served
        half.rename(folder / f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}.msg")

    def _get(self, queue: str) -> dict:
        for name in sorted(os.listdir(self.data_folder_in)):
            if not name.endswith(f".{queue}.msg"):
                continue
            taken = Path(self.data_folder_in) / f".taken-{uuid.uuid4().hex}"
            try:
                os.rename(Path(self.data_folder_in) / name, taken)
            except FileNotFoundError:
                continue  # another worker was quicker
            content = taken.read_bytes()
            taken.unlink()
            try:
                return json.loads(content)
            except (ValueError, RecursionError) as error:
                logger.warning(DROPPED, type(error).__name__)
        raise Empty

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        # kombu creates this file empty and fills it later: a second process would read nothing and fail
        table = self._exchange_file(exchange)
        if not table.exists():
            half = table.with_name(f".half-{uuid.uuid4().hex}")
            half.write_text("[]")
            try:
                os.link(half, table)
            except FileExistsError:
                pass
            finally:
                half.unlink()
        super()._queue_bind(exchange, routing_key, pattern, queue)


class Transport(OnlyMessages, filesystem.Transport):
    """`broker_transport` of the embedded queue."""

    Channel = Channel
    default_connection_params = {"port": 0}  # a folder has no host, and nobody need be warned of that
