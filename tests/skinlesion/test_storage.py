"""A file appears whole under its name, or not at all."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from skinlesion.storage import AtomicFileSystemStorage


class BreaksHalfWay(ContentFile):
    """A file whose disk is full after the first chunk."""

    def chunks(self, chunk_size=None):
        yield b"half"
        raise OSError(28, "No space left on device")


def test_a_write_that_breaks_leaves_nothing(tmp_path):
    """No half file under the final name, none beside it."""
    storage = AtomicFileSystemStorage(location=tmp_path)
    with pytest.raises(OSError, match="No space"):
        storage.save("ab/picture.jpg", BreaksHalfWay(b""))
    assert [f for f in tmp_path.rglob("*") if f.is_file()] == []


def test_originals_are_read_only():
    """Kept as received."""
    name = storages["originals"].save("ab/picture", ContentFile(b"bytes"))
    with storages["originals"].open(name) as stored:
        assert stored.read() == b"bytes"
    assert Path(storages["originals"].path(name)).stat().st_mode & 0o777 == 0o400


def test_a_stored_file_has_no_address_of_its_own():
    """Only the view that asks the case's permission serves files."""
    with pytest.raises(ValueError, match="serve_file"):
        storages["renditions"].url("ab/picture.jpg")
