"""The whole path with pictures in a bucket of a real S3-compatible server, and what happens when it is away."""

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
from skinlesion.backup.manifest import read_manifest
from skinlesion.backup.take import take_backup
from skinlesion.backup.verify import refuse_unless_whole
from skinlesion.fsck.check import Tally, check_files
from skinlesion.storage import AtomicFileSystemStorage
from tests.analysis.engines import sees_a_lesion
from tests.factories import CaseFactory, ClassifierFactory, SegmenterFactory, small_jpeg
from tests.flows.processes import free_port
from tests.own_bucket import CONNECTIONS_LEFT_OPEN, bucket, bucket_server, keep_pictures_at  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, CONNECTIONS_LEFT_OPEN]


@pytest.fixture
def case(ana):
    """Ana's case, with networks in use."""
    SegmenterFactory()
    ClassifierFactory()
    return CaseFactory(opened_by=ana)


def browser(person) -> Client:
    """Signed in, and shown what the site answers to an error."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def send(person, case):
    """One picture by the API."""
    upload = SimpleUploadedFile("nevus.jpg", small_jpeg())
    return browser(person).post(f"/api/cases/{case.pk}/images/", {"file": upload})


def test_upload_result_view_check_backup(bucket, ana, cy, case, tmp_path):  # noqa: F811
    assert send(ana, case).status_code == 201
    image = LesionImage.objects.get()
    assert not isinstance(image.original.storage, AtomicFileSystemStorage)
    assert run_analysis(Analysis.objects.get().pk, engine=sees_a_lesion)

    address = f"/images/{image.pk}/file/original/"
    whole = browser(ana).get(address)
    assert b"".join(whole.streaming_content) == small_jpeg()
    part = browser(ana).get(address, headers={"range": "bytes=10-19"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, small_jpeg()[10:20])
    head = browser(ana).head(address)
    assert (head.status_code, int(head["Content-Length"])) == (200, len(small_jpeg()))
    assert browser(cy).get(address).status_code == 404
    for kind in ("mask", "overlay", "explanation"):
        assert browser(ana).get(f"/analyses/{Analysis.objects.get().pk}/file/{kind}/").status_code == 200
    assert [finding.as_line() for finding in check_files(tally=Tally())] == []

    for name in ("first", "second"):
        take_backup(tmp_path / "backups" / name)
        folder = tmp_path / "backups" / name
        refuse_unless_whole(folder, read_manifest(folder), lambda path: None)
    kept = [tmp_path / "backups" / name / "files/originals" / image.original.name for name in ("first", "second")]
    assert kept[0].stat().st_ino == kept[1].stat().st_ino

    storages["renditions"].delete(image.thumbnail.name)
    found = list(check_files(tally=Tally(), mend=True))
    assert [finding.repaired for finding in found] == ["Made again from the original."]


def test_a_server_that_is_away(bucket, bucket_server, ana, case, settings, monkeypatch):  # noqa: F811
    image = receive_image(case=case, upload=ContentFile(small_jpeg((1, 2, 3))), by=ana).image
    analysis = Analysis.objects.get(image=image)
    there = bucket_server.url(bucket)
    keep_pictures_at(there.replace(f":{bucket_server.port}", f":{free_port()}"), settings, monkeypatch)

    answer = send(ana, case)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "storage_away")
    page = browser(ana).get(f"/images/{image.pk}/file/rendition/")
    assert (page.status_code, "storage of the pictures does not answer" in page.content.decode()) == (503, True)
    assert LesionImage.objects.count() == 1
    for _ in range(6):  # more often than a row has tries
        Analysis.objects.update(due_at=timezone.now())
        with pytest.raises(OSError, match="does not answer"):
            run_analysis(analysis.pk, engine=sees_a_lesion)
    analysis.refresh_from_db()
    assert (analysis.state, analysis.attempts) == ("queued", 0)

    keep_pictures_at(there, settings, monkeypatch)
    Analysis.objects.update(due_at=timezone.now())
    assert run_analysis(analysis.pk, engine=sees_a_lesion)
    assert send(ana, case).status_code == 201
    assert [finding.as_line() for finding in check_files(tally=Tally())] == []
