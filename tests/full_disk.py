"""Disks with little room: real ones where this user may mount, and a storage that counts where not."""

import errno
import os
import subprocess
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from django.core.files.base import File
from PIL import Image

from analysis.models import Prediction, Segmentation
from cases.models import LesionImage
from skinlesion.storage import AtomicFileSystemStorage


def large_jpeg(seed: int = 1) -> bytes:
    """A picture of some 400 kB: its write takes several chunks."""
    from io import BytesIO

    out = BytesIO()
    noise = np.random.default_rng(seed).integers(0, 255, (480, 640, 3), np.uint8)
    Image.fromarray(noise).save(out, "JPEG", quality=90)
    return out.getvalue()


class _BreaksOff(File):
    def __init__(self, file: File, room: int):
        super().__init__(file.file, file.name)
        self._room = room

    def chunks(self, chunk_size: int | None = None):
        """Until the room is used up."""
        for chunk in super().chunks(min(self.DEFAULT_CHUNK_SIZE, 1 << 14)):
            self._room -= len(chunk)
            if self._room < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            yield chunk


class CountingStorage(AtomicFileSystemStorage):
    """Raises what a full disk raises, in the middle of a file."""

    rooms: dict[str, int] = {}

    def _save(self, name, content):
        alias = Path(self.location).name
        room = self.rooms.get(alias, 1 << 40)
        saved = super()._save(name, _BreaksOff(content, room))
        self.rooms[alias] = room - os.path.getsize(self.path(name))
        return saved


class MountedDisks:
    """A tmpfs of its own for a folder."""

    def __init__(self, root: Path, stack: ExitStack):
        self._root, self._stack = root, stack

    def limit(self, alias: str, room: int) -> None:
        """So many bytes, and not one more."""
        folder = self._root / alias
        folder.mkdir(exist_ok=True)
        mounted = os.path.ismount(folder)
        options = f"{'remount,' if mounted else ''}size={room}"
        run = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder], capture_output=True, check=False)
        if run.returncode:
            pytest.skip(f"cannot mount a small disk as this user: {run.stderr.decode().strip()}")
        if not mounted:
            self._stack.callback(subprocess.run, ["umount", "-l", folder], check=True)


class CountedDisks:
    """The same, by a storage that counts."""

    def limit(self, alias: str, room: int) -> None:
        """So many bytes from now on."""
        CountingStorage.rooms[alias] = room


@pytest.fixture(params=["mounted", "counted"])
def disks(request, tmp_path, settings, monkeypatch):
    """Storages whose room the test can limit, and give back."""
    with ExitStack() as stack:
        if request.param == "mounted":
            yield MountedDisks(tmp_path, stack)
            return
        backend = {"BACKEND": "tests.full_disk.CountingStorage"}
        settings.STORAGES = {
            alias: {**entry, **(backend if alias in ("originals", "renditions") else {})}
            for alias, entry in settings.STORAGES.items()
        }
        for model in (LesionImage, Prediction, Segmentation):
            for field in model._meta.fields:
                if hasattr(field, "_storage_callable"):
                    monkeypatch.setattr(field, "storage", field._storage_callable())
        monkeypatch.setattr(CountingStorage, "rooms", {})
        yield CountedDisks()
