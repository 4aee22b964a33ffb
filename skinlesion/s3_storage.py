"""The same storage in a bucket: any server that speaks S3. What a folder promises, this keeps."""

import errno
import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError

from skinlesion.s3_reader import ObjectReader
from skinlesion.storage import QUARANTINE, StoredFile

# a clinician waits behind these; both tries and the pauses between them stay under half a minute
PATIENCE = Config(
    connect_timeout=2,
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 2},
    s3={"addressing_style": "path"},  # a name for every bucket is more than a server in a cellar has
    # asked of every server, these sums are what older ones stumble over
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
FULL = ("QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "EntityTooLarge")
BLOCK_BYTES = 1 << 20


class BucketStorage(S3Storage):
    """Objects below one prefix of a bucket.

    An object appears whole or not at all, by S3's own promise; a name is written once, by a condition that the server
    holds; nothing has a public address; bytes are passed on as they come. Trouble is an OSError, as of a disk: the
    callers know what to do then.
    """

    def __init__(self, **settings):
        """As `storages.backends.s3.S3Storage`; `location` is the prefix."""
        super().__init__(**{"client_config": PATIENCE, "file_overwrite": False, **settings})

    def _open(self, name: str, mode: str = "rb") -> File:
        if mode != "rb":
            raise ValueError("A stored file is read, and never written to.")
        with told(name):
            raw = ObjectReader(self._client, self.bucket_name, self._key(name), told)
        return File(io.BufferedReader(raw, BLOCK_BYTES), name)

    def _save(self, name: str, content: File) -> str:
        content.seek(0)
        writer = uuid.uuid4().hex
        wanted = {"Bucket": self.bucket_name, "Key": self._key(name), "Body": content.file}
        with told(name):
            try:
                self._client.put_object(**wanted, IfNoneMatch="*", Metadata={"writer": writer})
            except ClientError as error:
                # an answer that was lost on the way makes the client ask twice: then it is our own object that is there
                if _status(error) != 412 or self._head(name)["Metadata"].get("writer") != writer:
                    raise
        return name

    def delete(self, name: str) -> None:
        """Nothing to do where there is none."""
        with told(name):
            self._client.delete_object(Bucket=self.bucket_name, Key=self._key(name))

    def exists(self, name: str) -> bool:
        """Whether a whole object of this name is there."""
        try:
            self.describe(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        """In bytes."""
        return self.describe(name).size_bytes

    def url(self, name: str | None, *args, **kwargs) -> str:
        """Files have no address of their own: one view serves them after asking the case's permission."""
        raise ValueError("Files are served by cases.views.serve_file only.")

    def walk(self) -> Iterator[StoredFile]:
        """Every object below the prefix, a thousand an answer."""
        prefix = self._key("")
        with told(prefix):
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name, Prefix=prefix)
            for page in pages:
                for found in page.get("Contents", ()):
                    yield StoredFile(found["Key"].removeprefix(prefix), found["Size"], found["LastModified"])

    def describe(self, name: str) -> StoredFile:
        """One object as it is listed.

        Raises:
            FileNotFoundError: it is not there.
        """
        with told(name):
            head = self._head(name)
        return StoredFile(name, head["ContentLength"], head["LastModified"])

    def set_aside(self, name: str) -> str:
        """Move an object out of the record's sight, and say where it lies now; nothing is deleted."""
        aside = f"{QUARANTINE}/{self.location}/{name}~{uuid.uuid4().hex[:8]}"
        source = {"Bucket": self.bucket_name, "Key": self._key(name)}
        with told(name):
            self._client.copy_object(Bucket=self.bucket_name, Key=aside, CopySource=source)
            self._client.delete_object(**source)
        return f"{self.bucket_name}/{aside}"

    @property
    def _client(self):
        return self.connection.meta.client

    def _key(self, name: str) -> str:
        return f"{self.location}/{name}"

    def _head(self, name: str) -> dict:
        return self._client.head_object(Bucket=self.bucket_name, Key=self._key(name))


@contextmanager
def told(name: str) -> Iterator[None]:
    """What the server or the network says, as the error that a disk would raise.

    Raises:
        FileNotFoundError, FileExistsError: of this name.
        OSError: ENOSPC, no room there; EHOSTDOWN, it does not answer or not as it should.
    """
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if _status(error) == 404 and code != "NoSuchBucket":
            raise FileNotFoundError(errno.ENOENT, "There is no such object", name) from error
        if _status(error) == 412:
            raise FileExistsError(errno.EEXIST, "There is an object of this name", name) from error
        if _status(error) == 507 or code in FULL:
            raise OSError(errno.ENOSPC, f"The storage has no room left ({code})", name) from error
        raise OSError(errno.EHOSTDOWN, f"The storage refuses ({code})", name) from error
    except (BotoCoreError, HTTPError) as error:
        raise OSError(errno.EHOSTDOWN, f"The storage does not answer ({type(error).__name__})", name) from error


def _status(error: ClientError) -> int:
    return error.response["ResponseMetadata"]["HTTPStatusCode"]
