"""ZIPs from strangers: nothing is written under their names, and what is too much is refused before it is unpacked."""

import resource
import tempfile
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse

from cases.imports.refused import ImportRefused
from cases.imports.source import open_source
from cases.models import ImportRow, ImportRun, LesionImage
from cases.services.work_on_import import work_on_import
from tests.cases.services.imports import codes, dropped, kept_zips, picture
from tests.factories import small_jpeg
from tests.trust.zips import ending, endless_list, large_ending, lying, overlapping, with_link, zipped

SLIPS = (
    "../../../../slipped.jpg",
    "/slipped.jpg",
    "a\\..\\..\\slipped.jpg",
    "C:\\slipped.jpg",
    "a/../../slipped.jpg",
    "slipped\x07\x1b[31m.jpg",
    "пациент/../слип.jpg",
)


def refusal(tmp_path: Path, data: bytes) -> str:
    """The code that a ZIP is refused with before a single file of it is opened."""
    path = tmp_path / "of-a-stranger.zip"
    path.write_bytes(data)
    with pytest.raises(ImportRefused) as refused, open_source(path) as source:
        source.list_keys()
    return refused.value.code


def started(api_client, data: bytes, **meant):
    """The answer of the API to an upload of this ZIP."""
    return api_client.post(reverse("api-imports"), {"files": [dropped("p.zip", data)], **meant})


@pytest.fixture
def browser(client, ana):
    """Ana, signed in."""
    client.force_login(ana)
    return client


@pytest.mark.django_db(transaction=True)
def test_names_that_lead_elsewhere_are_only_keys(browser, tmp_path):
    files = {name: picture(number) for number, name in enumerate(SLIPS, start=1)}
    answer = started(browser, zipped(files), patient="P-1", site="face")
    assert answer.status_code == 201, answer.content
    run = ImportRun.objects.get()
    work_on_import(run_id=run.pk)
    assert codes(run) == {}
    assert run.rows.filter(state="ready").count() == len(SLIPS)
    browser.post(reverse("cases:confirm_import", args=[run.pk]))
    work_on_import(run_id=run.pk)
    assert LesionImage.objects.count() == len(SLIPS)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.relative_to(tmp_path).parts[0] for path in written} <= {"originals", "renditions"}
    assert not [path for path in written if "slip" in path.name or "слип" in path.name]
    for place in (Path("/slipped.jpg"), tmp_path.parent / "slipped.jpg", Path.cwd() / "slipped.jpg"):
        assert not place.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("target", ["/etc/passwd", "../../../../etc/hostname", "a.jpg"])
def test_a_link_is_no_picture_whatever_it_points_to(browser, target):
    assert started(browser, with_link("link.jpg", target), patient="P-1", site="face").status_code == 201
    run = ImportRun.objects.get()
    work_on_import(run_id=run.pk)
    assert codes(run) == {2: ["not_a_picture"]}
    assert {row.key: row.state for row in run.rows.all()}["a.jpg"] == "ready"


@pytest.mark.django_db
@pytest.mark.parametrize("says", [50_000_001, 60_000_000])
def test_a_declared_size_is_enough_to_refuse_before_a_byte_is_written(browser, says, monkeypatch):
    data = lying("a.jpg", small_jpeg() + b"\0" * 400_000, says)
    assert started(browser, data, patient="P-1", site="face").status_code == 201
    written = []
    monkeypatch.setattr(tempfile._TemporaryFileWrapper, "write", lambda self, data: written.append(data), raising=False)
    run = ImportRun.objects.get()
    work_on_import(run_id=run.pk)
    assert codes(run) == {1: ["too_large"]}
    assert written == []


@pytest.mark.django_db
@pytest.mark.parametrize("says", [10, 0])
def test_a_file_that_is_longer_than_it_says_is_damaged(browser, says):
    assert started(browser, lying("a.jpg", small_jpeg(), says), patient="P-1", site="face").status_code == 201
    run = ImportRun.objects.get()
    work_on_import(run_id=run.pk)
    assert len(codes(run)[1]) == 1
    assert codes(run)[1][0] in ("unreadable", "empty_file", "truncated")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: overlapping(250), "zip_overlap"),
        (lambda: overlapping(2, 1_000_000), "zip_overlap"),
        (lambda: zipped({"a.jpg": b"\0" * 6_000_000}, packed=True), "zip_bomb"),
        (lambda: lying("a.jpg", small_jpeg(), 4_000_000_000), "zip_bomb"),
        (lambda: zipped({"in.zip": zipped({"in.zip": zipped({"a.jpg": b""})})}), "zip_nested"),
        (lambda: zipped({"pictures.tar.gz": b""}), "zip_nested"),
        (lambda: zipped({"x" * 1001: b""}), "name_too_long"),
        (lambda: ending(65_535, 40_000_001, 0), "zip_too_many_files"),
        (lambda: large_ending(200_001, 0, 0), "zip_too_many_files"),
        (lambda: zipped({"a.jpg": small_jpeg()})[:-10], "zip_unreadable"),
        (lambda: b"PK\x05\x06" + b"\0" * 18, "no_files"),
    ],
    ids=[
        "overlap",
        "overlap of two",
        "bomb",
        "lie",
        "nested",
        "tar",
        "long name",
        "long list",
        "many",
        "cut off",
        "empty",
    ],
)
def test_what_is_refused_as_a_whole_leaves_nothing(browser, tmp_path, make, code):
    answer = started(browser, make(), patient="P-1", site="face")
    assert answer.status_code == 400
    assert code in answer.content.decode()
    assert not ImportRun.objects.exists()
    assert not ImportRow.objects.exists()
    assert kept_zips(tmp_path) == []


def test_a_list_that_lies_about_its_length_is_not_read(tmp_path):
    data = endless_list(41_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert refusal(tmp_path, data) == "zip_too_many_files"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 16_000


def test_more_files_than_are_allowed_are_counted_before_they_are_listed(tmp_path, monkeypatch):
    read = []
    monkeypatch.setattr(zipfile.ZipFile, "_RealGetContents", lambda self: read.append(self), raising=True)
    assert refusal(tmp_path, large_ending(10**9, 10**12, 0)) == "zip_too_many_files"
    assert read == []


def test_a_large_zip_that_is_honest_is_opened(tmp_path):
    names = {f"folder/picture {number}.jpg": b"" for number in range(2000)}
    path = tmp_path / "honest.zip"
    path.write_bytes(zipped(names))
    with open_source(path) as source:
        assert len(source.list_keys()) == 2000
        assert source.bytes_of("folder/picture 7.jpg") == 0
