"""Files go out piece by piece, and whole or not at all."""

import tracemalloc
import zipfile

import pytest

from cases.exports.sinks import FolderSink, ZipSink, zipped


def test_a_large_file_is_never_in_memory(tmp_path):
    piece = bytes(1_000_000)
    with (tmp_path / "large.zip").open("wb") as file:
        sink = ZipSink(file)
        tracemalloc.start()
        sink.write("pictures/large.jpg", (piece for _ in range(40)))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        sink.close()

    assert peak < 5_000_000
    with zipfile.ZipFile(tmp_path / "large.zip") as archive:
        assert archive.testzip() is None
        assert archive.getinfo("pictures/large.jpg").file_size == 40_000_000


def test_no_entry_tells_a_date(settings, tmp_path):
    with zipped(lambda sink: sink.write("a/b.txt", [b"x"])) as file, zipfile.ZipFile(file) as archive:
        assert [(e.filename, e.date_time) for e in archive.infolist()] == [("a/b.txt", (1980, 1, 1, 0, 0, 0))]


def test_what_fails_on_the_way_gives_nothing():
    def fill(sink):
        sink.write("a.txt", [b"x"])
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        zipped(fill)


def test_a_folder_takes_the_same_files(tmp_path):
    FolderSink(tmp_path).write("a/b.txt", [b"x", b"y"])

    assert (tmp_path / "a/b.txt").read_bytes() == b"xy"
