"""A bucket keeps what a folder promises. Against a real server."""

import errno

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages

from skinlesion.s3_storage import BucketStorage
from skinlesion.settings.buckets import bucket_storages
from tests.own_bucket import CONNECTIONS_LEFT_OPEN, bucket, bucket_server  # noqa: F401 - fixtures

pytestmark = CONNECTIONS_LEFT_OPEN

CONTENT = bytes(range(256)) * 20_000  # 5 MB


@pytest.fixture
def storage(bucket):  # noqa: F811
    """The originals."""
    return storages["originals"]


def test_what_is_written_is_read(storage):
    name = storage.save("ab/picture", ContentFile(CONTENT))
    with storage.open(name) as file:
        assert file.read() == CONTENT
    assert (storage.exists(name), storage.size(name)) == (True, len(CONTENT))


def test_a_part_is_read_without_the_rest(storage):
    storage.save("ab/picture", ContentFile(CONTENT))
    with storage.open("ab/picture") as file:
        assert file.seek(0, 2) == len(CONTENT)
        file.seek(3_000_001)
        assert file.read(10) == CONTENT[3_000_001:3_000_011]
        file.seek(5)
        assert file.read(3) == CONTENT[5:8]
        file.seek(len(CONTENT) + 5)
        assert file.read(1) == b""
        assert b"".join(iter(lambda: file.read(1 << 20), b"")) == b""


def test_a_name_is_written_once(storage):
    assert storage.save("ab/picture", ContentFile(b"first")) == "ab/picture"
    with pytest.raises(FileExistsError):
        storage._save("ab/picture", ContentFile(b"second"))  # two at the same moment: neither saw the other
    with storage.open("ab/picture") as file:
        assert file.read() == b"first"


def test_a_write_that_breaks_leaves_nothing(storage):
    class Breaks:
        """A disk that cannot be read to its end."""

        name = "picture"

        def __init__(self):
            self._at = 0

        def read(self, size=-1):
            if self._at:
                raise OSError(errno.EIO, "Input/output error")
            self._at += 1000
            return b"x" * 1000

        def seek(self, offset, whence=0):
            self._at = {0: 0, 1: self._at, 2: 2000}[whence] + offset
            return self._at

        def tell(self):
            return self._at

    with pytest.raises(OSError, match="does not answer|Input/output"):
        storage.save("ab/half", File(Breaks()))
    assert list(storage.walk()) == []


def test_what_is_not_there(storage):
    with pytest.raises(FileNotFoundError):
        storage.open("ab/nobody")
    with pytest.raises(FileNotFoundError):
        storage.describe("ab/nobody")
    storage.delete("ab/nobody")
    assert not storage.exists("ab/nobody")


def test_a_list_names_every_object_of_this_storage_alone(storage):
    for number in range(3):
        storage.save(f"ab/{number}", ContentFile(b"12345"))
    storages["renditions"].save("ab/other", ContentFile(b"1"))
    assert sorted((file.name, file.size_bytes) for file in storage.walk()) == [("ab/0", 5), ("ab/1", 5), ("ab/2", 5)]


def test_what_is_set_aside_is_not_deleted(storage, bucket, bucket_server):  # noqa: F811
    storage.save("ab/nobody", ContentFile(b"somebody's picture"))

    aside = storage.set_aside("ab/nobody")

    assert list(storage.walk()) == []
    key = aside.removeprefix(f"{bucket}/")
    assert bucket_server.client().get_object(Bucket=bucket, Key=key)["Body"].read() == b"somebody's picture"


def test_an_object_has_no_address_of_its_own(storage):
    with pytest.raises(ValueError, match="serve_file"):
        storage.url("ab/picture")


def test_a_wrong_secret_is_an_outage_and_no_missing_file(bucket, bucket_server):  # noqa: F811
    options = bucket_storages(bucket_server.url(bucket).replace("tests%2F", "wrong"))["originals"]["OPTIONS"]
    storage = BucketStorage(**options)
    for act in (lambda: storage.save("ab/picture", ContentFile(b"1")), lambda: storage.open("ab/picture")):
        with pytest.raises(OSError, match="refuses") as refused:
            act()
        assert refused.value.errno == errno.EHOSTDOWN
