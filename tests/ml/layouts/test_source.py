"""Reading archives from strangers: names that lead out, archives in archives, damaged members, bombs."""

import zipfile

import pytest

from ml.layouts import source as source_module
from ml.layouts.source import Source, UnreadableMember
from tests.ml.layouts.downloads import as_zip, put


def members(place, scratch=None):
    with Source(place, scratch) as source:
        return {member.path: member.read() for member in source.members}, source.problems


@pytest.mark.parametrize("name", ["../up.jpg", "a/../../up.jpg", "/root.jpg", "a\\..\\up.jpg", "C:/up.jpg"])
def test_names_that_lead_out_of_an_archive_are_not_read(tmp_path, name):
    put(tmp_path, {"a.zip": as_zip({name: b"evil", "good.jpg": b"good"})})
    found, problems = members(tmp_path)
    assert found == {"a.zip/good.jpg": b"good"}
    assert [(problem.code, problem.file) for problem in problems] == [("unsafe_name", f"a.zip/{name}")]


def test_archives_in_archives_are_read_and_leave_nothing_behind(tmp_path):
    put(tmp_path / "source", {"outer.zip": as_zip({"inner.zip": as_zip({"a.jpg": b"a"})})})
    (tmp_path / "scratch").mkdir()
    found, problems = members(tmp_path / "source", tmp_path / "scratch")
    assert found == {"outer.zip/inner.zip/a.jpg": b"a"}
    assert not problems
    assert not list((tmp_path / "scratch").iterdir())


def test_archives_nested_without_end_are_refused(tmp_path):
    data = b"a"
    for depth in range(4):
        data = as_zip({f"{depth}.zip" if depth else "a.jpg": data})
    put(tmp_path, {"top.zip": data})
    found, problems = members(tmp_path)
    assert not found
    assert [problem.message for problem in problems] == ["Archives are nested too deeply."]


def test_what_operating_systems_leave_behind_is_not_looked_at(tmp_path):
    put(tmp_path, {".DS_Store": b"", "a.jpg": b"a", "b.zip": as_zip({"__MACOSX/._b.jpg": b"", "b.jpg": b"b"})})
    assert members(tmp_path) == ({"a.jpg": b"a", "b.zip/b.jpg": b"b"}, [])


def test_a_damaged_member_says_so(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.jpg", b"0123456789" * 100)
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data.replace(b"0123456789", b"damagedxxx", 1))
    with Source(tmp_path / "a.zip") as source, pytest.raises(UnreadableMember, match="CRC"):
        source.members[0].read()


def test_a_damaged_archive_in_an_archive_does_not_hide_its_neighbours(tmp_path):
    inner = as_zip({"a.jpg": b"a"})
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        for name in ("1.zip", "2.zip", "3.zip"):
            archive.writestr(name, inner if name != "2.zip" else inner[:-9] + b"damagedxx")
        archive.writestr("4.jpg", b"4")
    data = (tmp_path / "outer.zip").read_bytes()
    first = data.index(b"a.jpg")
    (tmp_path / "outer.zip").write_bytes(data[:first] + b"b" + data[first + 1 :])
    found, problems = members(tmp_path)
    assert list(found) == ["outer.zip/3.zip/a.jpg", "outer.zip/4.jpg"]
    assert [problem.file for problem in problems] == ["outer.zip/1.zip", "outer.zip/2.zip"]


def test_a_member_larger_than_any_picture_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(source_module, "MAX_BYTES", 1_000_000)
    put(tmp_path, {"a.zip": as_zip({"bomb.jpg": b"\0" * 1_000_001, "large.jpg": b"\0" * 1_000_000})})
    with Source(tmp_path) as source:
        bomb, large = source.members
        with pytest.raises(UnreadableMember, match="more than 1 MB"):
            bomb.read()
        assert len(large.read()) == 1_000_000
