"""The case receives an image: what is stored, what is refused, and what is left behind when something fails."""

import hashlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone
from PIL import Image

from accounts.models import AuditEvent
from analysis.models import Analysis
from cases.models import LesionImage
from cases.services.receive_image import receive_image
from tests.factories import CaseFactory, ClassifierFactory, SegmenterFactory, small_jpeg


def upload(data: bytes, name: str = "Maria Lindqvist left arm.jpg") -> SimpleUploadedFile:
    """What a browser sends; the name is of the kind that must not leave traces."""
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def files_on_disk(folder: Path) -> list[Path]:
    """Every file of this test's storages."""
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".sqlite3"]


@pytest.fixture
def models_in_use(db):
    """Two active networks, so that an analysis can be queued."""
    return SegmenterFactory(), ClassifierFactory()


@pytest.fixture
def case(clinic_a, ana):
    """Ana's open case."""
    return CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)


def test_a_picture_is_kept_rendered_and_queued(case, ana, models_in_use):
    data = small_jpeg(size=(600, 450))
    receipt = receive_image(case=case, upload=upload(data), by=ana, image_type="close_up", mm_per_pixel=0.02)
    image = LesionImage.objects.get()
    assert receipt.image == image
    assert not receipt.duplicate
    assert (image.width, image.height, image.original_bytes) == (600, 450, len(data))
    assert (image.image_type, image.mm_per_pixel, image.received_by) == ("close_up", 0.02, ana)
    assert image.sha256 == hashlib.sha256(data).hexdigest()
    with image.original.open() as original:
        assert original.read() == data
    for field, most in ((image.rendition, 600), (image.thumbnail, 320)):
        with field.open() as file, Image.open(file) as picture:
            assert picture.format == "JPEG"
            assert max(picture.size) == most
    assert Analysis.objects.get() == receipt.analysis
    assert (receipt.analysis.state, receipt.analysis.image) == ("queued", image)


def test_the_audit_trail_knows_who_and_how_much_but_no_name(case, ana, models_in_use):
    image = receive_image(case=case, upload=upload(small_jpeg()), by=ana).image
    event = AuditEvent.objects.get(act="image.received")
    assert (event.user_id, event.clinic_id, event.object_id) == (ana.pk, ana.clinic_id, image.pk)
    assert event.detail == {"bytes": len(small_jpeg()), "width": 64, "height": 48}


def test_without_a_model_in_use_the_picture_is_kept_and_nothing_is_invented(case, ana):
    receipt = receive_image(case=case, upload=upload(small_jpeg()), by=ana)
    assert LesionImage.objects.get() == receipt.image
    assert receipt.analysis is None
    assert not Analysis.objects.exists()
