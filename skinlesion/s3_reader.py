"""An object is read like a file, from anywhere in it, with no more of it in memory than is asked for."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager


class ObjectReader(io.RawIOBase):
    """One request for a read from front to back; another one for each jump."""

    def __init__(self, client, bucket: str, key: str, told: Callable[[str], AbstractContextManager]):
        """Asks for the object at once, so that a missing one is missed when it is opened.

        Args:
            client: of botocore.
            bucket, key: which object.
            told: turns the client's errors into those of a disk.
        """
        self._client, self._told = client, told
        self._wanted = {"Bucket": bucket, "Key": key}
        answer = client.get_object(**self._wanted)
        self._body, self._size = answer["Body"], answer["ContentLength"]
        self._at = self._position = 0  # where the body stands, and where the reader wants to be

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always; a jump costs a request, but only when something is read there."""
        return True

    def tell(self) -> int:
        """In bytes from the beginning."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Where to read next."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(start + offset, 0)
        return self._position

    def readinto(self, buffer) -> int:
        """The next bytes, as many as there are and fit."""
        if self._position >= self._size:
            return 0
        with self._told(self._wanted["Key"]):
            if self._body is None or self._at != self._position:
                self._jump()
            data = self._body.read(len(buffer))
        buffer[: len(data)] = data
        self._at = self._position = self._position + len(data)
        return len(data)

    def close(self) -> None:
        """Give the connection back."""
        if self._body is not None:
            self._body.close()
            self._body = None
        super().close()

    def _jump(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None
        self._body = self._client.get_object(**self._wanted, Range=f"bytes={self._position}-")["Body"]
