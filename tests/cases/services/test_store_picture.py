"""Files and rows stand or fall together, whatever goes wrong and whoever comes at the same moment."""

from threading import Barrier

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models.signals import post_save

from accounts.models import AuditEvent
from analysis.models import Analysis
from cases.models import Case, LesionImage
from cases.services.receive_image import Receipt, receive_image
from tests.cases.services.at_once import at_once
from tests.cases.services.uploads import files_on_disk, upload
from tests.cases.strange_files import noisy_jpeg
from tests.factories import CaseFactory, ClassifierFactory, SegmenterFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(clinic_a, ana):
    """Ana's open case, with networks in use."""
    SegmenterFactory()
    ClassifierFactory()
    return CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)


class UploadMeetingOthers(ContentFile):
    """Arrives completely only when all the others have: they are then past every early check together."""

    def __init__(self, data: bytes, together: Barrier):
        super().__init__(data)
        self.together = together

    def chunks(self, chunk_size=None):
        """The bytes, and then a wait for the others."""
        yield from super().chunks(chunk_size)
        self.together.wait(timeout=20)


def test_equal_pictures_at_the_same_moment_become_one(case, ana, tmp_path):
    data = noisy_jpeg((1200, 900))

    def send(together: Barrier) -> Receipt:
        return receive_image(case=case, upload=UploadMeetingOthers(data, together), by=ana)

    receipts = at_once(3, send)
    image = LesionImage.objects.get()
    assert sorted(receipt.duplicate for receipt in receipts) == [False, True, True]
    assert {receipt.image for receipt in receipts} == {image}
    assert {receipt.analysis for receipt in receipts} == {Analysis.objects.get()}
    assert {path.name for path in files_on_disk(tmp_path)} == {
        field.name.rpartition("/")[2] for field in (image.original, image.rendition, image.thumbnail)
    }


def test_a_file_name_does_not_tell_who_has_the_same_picture_what_it_is(case, ana):
    image = receive_image(case=case, upload=ContentFile(noisy_jpeg((120, 90))), by=ana).image

    for field in (image.original, image.rendition, image.thumbnail):
        assert image.sha256 not in field.name


def test_a_transaction_that_fails_leaves_no_files(case, ana, tmp_path):
    Case.objects.filter(pk=case.pk).delete()
    with pytest.raises(IntegrityError):
        receive_image(case=case, upload=upload(noisy_jpeg((600, 450))), by=ana)
    assert not LesionImage.objects.exists()
    assert not Analysis.objects.exists()
    assert not AuditEvent.objects.exists()
    assert not files_on_disk(tmp_path)


def test_a_storage_that_fails_half_way_leaves_no_files(case, ana, tmp_path):
    in_the_way = tmp_path / "renditions"
    in_the_way.write_text("a file where the folder should be")
    with pytest.raises(OSError, match="renditions"):
        receive_image(case=case, upload=upload(noisy_jpeg((600, 450))), by=ana)
    assert files_on_disk(tmp_path) == {in_the_way}
    assert not LesionImage.objects.exists()


def test_inside_a_transaction_that_could_still_fail_nothing_is_received(case, ana, tmp_path):
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        receive_image(case=case, upload=upload(noisy_jpeg((600, 450))), by=ana)
    assert not files_on_disk(tmp_path)


def test_files_of_a_committed_row_stay_when_something_fails_behind_the_commit(case, ana, tmp_path):
    def fail():
        raise ZeroDivisionError

    def fail_after_commit(**_):
        transaction.on_commit(fail)

    post_save.connect(fail_after_commit, sender=LesionImage)
    try:
        with pytest.raises(ZeroDivisionError):
            receive_image(case=case, upload=upload(noisy_jpeg((600, 450))), by=ana)
    finally:
        post_save.disconnect(fail_after_commit, sender=LesionImage)
    assert LesionImage.objects.count() == 1
    assert len(files_on_disk(tmp_path)) == 3
