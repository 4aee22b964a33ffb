"""The disk is full in the middle of a file: a clear answer, nothing by halves, and it goes on when there is room."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from analysis.models import Analysis
from analysis.run import run_analysis
from cases.models import LesionImage
from cases.services.receive_image import receive_image
from skinlesion.fsck.check import Tally, check_files
from tests.analysis.engines import sees_a_lesion
from tests.factories import CaseFactory, ClassifierFactory, SegmenterFactory, small_jpeg
from tests.full_disk import MountedDisks, disks, large_jpeg  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)
PLENTY = 50_000_000
SAID = "There is no room left on this site"


@pytest.fixture
def browser(ana) -> Client:
    """Ana's, which shows what the site answers to an error."""
    client = Client(raise_request_exception=False)
    client.force_login(ana)
    return client


@pytest.fixture
def case(ana):
    """Ana's case."""
    return CaseFactory(opened_by=ana)


def files() -> list[str]:
    """Everything in the storages, whole or half."""
    return [file.name for alias in ("originals", "renditions") for file in storages[alias].walk()]


def send(client: Client, case, **headers):
    """One picture by the upload form."""
    upload = SimpleUploadedFile("nevus.jpg", large_jpeg())
    return client.post(f"/cases/{case.pk}/images/", {"file": upload, "image_type": "dermoscopic"}, headers=headers)


@pytest.mark.parametrize("full", ["originals", "renditions"])
def test_an_upload_says_so_and_leaves_nothing(browser, case, disks, tmp_path, full):  # noqa: F811
    disks.limit(full, 131072)

    answer = send(browser, case, hx_request="true")

    assert answer.status_code == 507
    assert SAID in answer.content.decode()
    assert not LesionImage.objects.exists()
    assert files() == []
    assert list(tmp_path.glob("spooled-*")) == []

    disks.limit(full, PLENTY)
    assert send(browser, case, hx_request="true").status_code == 201
    assert [finding.as_line() for finding in check_files(tally=Tally())] == []


def test_a_page_and_a_program_are_told_too(browser, ana, case, disks):  # noqa: F811
    disks.limit("originals", 131072)
    page = send(browser, case)
    assert (page.status_code, SAID in page.content.decode()) == (507, True)

    upload = SimpleUploadedFile("nevus.jpg", large_jpeg())
    answer = browser.post(f"/api/cases/{case.pk}/images/", {"file": upload})
    assert answer.status_code == 507
    assert answer.json()["error"]["code"] == "no_room"


def test_an_upload_that_is_not_even_taken_in_says_so(browser, case, disks, settings, tmp_path):  # noqa: F811
    if not isinstance(disks, MountedDisks):
        pytest.skip("needs a real disk: the bytes come in before any storage")
    disks.limit("incoming", 131072)
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"

    answer = send(browser, case)

    assert (answer.status_code, SAID in answer.content.decode()) == (507, True)
    assert list((tmp_path / "incoming").iterdir()) == []
    disks.limit("incoming", PLENTY)
    assert send(browser, case).status_code == 302


def test_a_result_waits_for_room_and_loses_no_try(ana, case, disks):  # noqa: F811
    SegmenterFactory()
    ClassifierFactory()
    image = receive_image(case=case, upload=ContentFile(small_jpeg()), by=ana).image
    before = files()
    disks.limit("renditions", 1 if not isinstance(disks, MountedDisks) else _used(2))
    if isinstance(disks, MountedDisks):
        image = receive_image(case=case, upload=ContentFile(small_jpeg((1, 2, 3))), by=ana).image
        before = files()
    analysis = Analysis.objects.get(image=image)

    for _ in range(7):  # more often than a row has tries
        Analysis.objects.filter(pk=analysis.pk).update(due_at=timezone.now())
        with pytest.raises(OSError, match="No space left"):
            run_analysis(analysis.pk, engine=sees_a_lesion)
        analysis.refresh_from_db()
        assert (analysis.state, analysis.attempts) == ("queued", 0)
    assert 50 < (analysis.due_at - timezone.now()).total_seconds() < 61
    assert files() == before

    disks.limit("renditions", PLENTY)
    Analysis.objects.filter(pk=analysis.pk).update(due_at=timezone.now())
    assert run_analysis(analysis.pk, engine=sees_a_lesion)
    analysis.refresh_from_db()
    assert analysis.state == "done"


def _used(files: int) -> int:
    """Room for so many small files, in pages of a tmpfs."""
    return files * 4096


def test_an_outline_says_so_and_leaves_nothing(browser, ana, case, disks):  # noqa: F811
    if isinstance(disks, MountedDisks):
        disks.limit("renditions", _used(2))
    image = receive_image(case=case, upload=ContentFile(small_jpeg()), by=ana).image
    if not isinstance(disks, MountedDisks):
        disks.limit("renditions", 1)
    before = files()

    answer = browser.post(
        f"/api/images/{image.pk}/outline/",
        {"points": [[8, 8], [40, 10], [44, 36], [12, 40]]},
        content_type="application/json",
    )

    assert (answer.status_code, answer.json()["error"]["code"]) == (507, "no_room")
    assert files() == before
    assert not image.drawn_segmentations.exists()
