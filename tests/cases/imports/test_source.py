"""ZIPs and folders, read with suspicion."""

import struct
import zipfile

import pytest

from cases.imports.refused import ImportRefused
from cases.imports.source import open_source
from tests.cases.services.imports import zipped


def opened(tmp_path, data: bytes):
    """The ZIP as a source."""
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    return open_source(path)


def refusal(tmp_path, data: bytes) -> str:
    """Why the ZIP is refused."""
    with pytest.raises(ImportRefused) as refused, opened(tmp_path, data) as source:
        source.list_keys()
    return refused.value.code


def test_members_are_read_where_they_are(tmp_path):
    with opened(tmp_path, zipped({"b/b.jpg": b"bb", "a.jpg": b"a"})) as source:
        assert source.list_keys() == ["a.jpg", "b/b.jpg"]
        with source.open("b/b.jpg") as file:
            assert file.read() == b"bb"


def test_what_macos_and_windows_leave_behind_is_no_picture(tmp_path):
    files = {"a.jpg": b"a", "__MACOSX/._a.jpg": b"", ".DS_Store": b"", "x/._b.jpg": b"", "Thumbs.db": b""}
    with opened(tmp_path, zipped(files)) as source:
        assert source.list_keys() == ["a.jpg"]


def test_names_are_only_keys(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    with opened(inside, zipped({"../../evil.jpg": b"e", "/etc/evil.jpg": b"f"})) as source:
        for key in source.list_keys():
            with source.open(key) as file:
                assert file.read() in (b"e", b"f")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.zip"]


def test_a_locked_zip_is_refused(tmp_path):
    data = bytearray(zipped({"a.jpg": b"a"}))
    # the flag of a password, in the local header and in the directory
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.index(signature) + offset, 1)
    assert refusal(tmp_path, bytes(data)) == "zip_encrypted"


def test_a_zip_in_a_zip_is_refused(tmp_path):
    assert refusal(tmp_path, zipped({"more.ZIP": zipped({"a.jpg": b"a"})})) == "zip_nested"


def test_a_bomb_is_refused_before_anything_is_unpacked(tmp_path):
    data = zipped({"a.jpg": b"\0" * 6_000_000}, compression=zipfile.ZIP_DEFLATED)
    assert len(data) < 10_000
    assert refusal(tmp_path, data) == "zip_bomb"


def test_so_is_one_of_many_small_files(tmp_path, settings):
    settings.IMPORT_MAX_BYTES = 100
    files = {f"{n}.jpg": b"\0" * 101 for n in range(10)}
    assert refusal(tmp_path, zipped(files)) == "zip_bomb"


def test_too_many_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("cases.imports.zip_directory.MOST_FILES", 2)
    assert refusal(tmp_path, zipped({f"{n}.jpg": b"" for n in range(3)})) == "zip_too_many_files"


@pytest.mark.parametrize(
    "data",
    [b"", b"no zip", zipped({"a.jpg": b"a" * 100})[:60]],
    # a ZIP knows when it was made, and the processes of a run have to agree on the names of tests
    ids=["empty", "no zip", "cut off"],
)
def test_what_is_no_zip_is_said(tmp_path, data):
    assert refusal(tmp_path, data) == "zip_unreadable"


def test_files_that_are_not_there_are_said(tmp_path):
    with pytest.raises(ImportRefused) as refused, open_source(tmp_path / "gone.zip"):
        pass
    assert refused.value.code == "source_missing"


def test_a_folder_ends_at_its_own_border(tmp_path):
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub/a.jpg").write_bytes(b"a")
    (tmp_path / "secret.jpg").write_bytes(b"s")
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    with open_source(folder) as source:
        assert source.list_keys() == ["sub/a.jpg"]
        with pytest.raises(FileNotFoundError):
            source.open("../secret.jpg")
