"""The case receives an image: what is kept, what is queued and what the audit trail knows."""

import hashlib
import io
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from PIL import Image

from accounts.models import AuditEvent
from analysis.models import Analysis
from cases.models import LesionImage
from cases.services.receive_image import receive_image
from tests.cases.services.uploads import files_on_disk, upload
from tests.cases.strange_files import MARKER, marked_files, noisy_jpeg, save
from tests.factories import CaseFactory, ClassifierFactory, SegmenterFactory, small_jpeg


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
    for field, longest in ((image.rendition, 600), (image.thumbnail, 320)):
        with field.open() as file, Image.open(file) as picture:
            assert picture.format == "JPEG"
            assert max(picture.size) == longest
    assert Analysis.objects.get() == receipt.analysis
    assert (receipt.analysis.state, receipt.analysis.image) == ("queued", image)


def test_a_large_picture_is_shown_smaller_and_remembered_at_its_size(case, ana):
    image = receive_image(case=case, upload=upload(noisy_jpeg((3000, 2000))), by=ana).image
    assert (image.width, image.height) == (3000, 2000)
    with image.rendition.open() as file, Image.open(file) as picture:
        assert picture.size == (2048, 1365)


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


def test_the_original_is_read_only_and_its_name_reveals_nothing(case, ana, tmp_path):
    image = receive_image(case=case, upload=upload(small_jpeg()), by=ana).image
    assert stat.S_IMODE(Path(image.original.path).stat().st_mode) == 0o400
    for name in (image.original.name, image.rendition.name, image.thumbnail.name):
        assert image.sha256 not in name
        assert "lindqvist" not in name.lower()
    folders = {path.relative_to(tmp_path).parts[0] for path in files_on_disk(tmp_path)}
    assert folders == {"originals", "renditions"}


def test_the_name_of_an_original_needs_the_secret_key(case, ana, settings):
    first = receive_image(case=case, upload=upload(small_jpeg()), by=ana).image
    settings.SECRET_KEY = "another-long-secret-key-of-another-installation"
    other_case = CaseFactory(lesion=case.lesion, opened_by=ana)
    second = receive_image(case=other_case, upload=upload(small_jpeg()), by=ana).image
    assert first.original.name.partition("-")[0] != second.original.name.partition("-")[0]


@pytest.mark.parametrize(("picture_format", "extension"), [("PNG", "png"), ("WEBP", "webp"), ("TIFF", "tif")])
def test_every_format_is_taken_by_content_whatever_its_name(picture_format, extension, case, ana):
    data = save(Image.effect_noise((200, 150), 60), picture_format)
    image = receive_image(case=case, upload=upload(data, "scan.jpg"), by=ana).image
    assert image.original.name.endswith(f".{extension}")
    with image.rendition.open() as file, Image.open(file) as picture:
        assert picture.format == "JPEG"


@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WebP", "TIFF"])
def test_nothing_that_was_written_into_a_picture_is_served(picture_format, case, ana):
    data = marked_files()[picture_format]
    assert MARKER in data
    image = receive_image(case=case, upload=upload(data), by=ana).image
    for field in (image.rendition, image.thumbnail):
        with field.open() as file:
            served = file.read()
        assert MARKER not in served
        with Image.open(io.BytesIO(served)) as picture:
            assert not picture.getexif()
            assert set(picture.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    with image.original.open() as file:
        assert file.read() == data


def test_the_camera_says_when_the_picture_was_taken(case, ana):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2024:05:31 14:03:22"
    exif.get_ifd(0x8769)[0x9011] = "+02:00"
    data = save(Image.new("RGB", (60, 40)), "JPEG", exif=exif)
    image = receive_image(case=case, upload=upload(data), by=ana).image
    assert image.taken_at == datetime(2024, 5, 31, 12, 3, 22, tzinfo=UTC)


def test_what_the_clinician_says_about_the_time_counts_more(case, ana):
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2024:05:31 14:03:22"
    data = save(Image.new("RGB", (60, 40)), "JPEG", exif=exif)
    said = datetime(2024, 6, 1, 9, 0, tzinfo=UTC)
    assert receive_image(case=case, upload=upload(data), by=ana, taken_at=said).image.taken_at == said


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("image_type", "x-ray", "invalid_choice"),
        ("mm_per_pixel", 0.0, "not_positive"),
        ("mm_per_pixel", -0.1, "not_positive"),
        ("mm_per_pixel", float("nan"), "not_positive"),
        ("mm_per_pixel", float("inf"), "not_positive"),
        ("taken_at", timezone.now() + timedelta(days=2), "in_the_future"),
    ],
)
def test_details_that_cannot_be_are_said_by_field_and_nothing_is_kept(field, value, code, case, ana, tmp_path):
    with pytest.raises(ValidationError) as refused:
        receive_image(case=case, upload=upload(small_jpeg()), by=ana, **{field: value})
    assert [error.code for error in refused.value.error_dict[field]] == [code]
    assert not LesionImage.objects.exists()
    assert not files_on_disk(tmp_path)


def test_the_same_picture_twice_is_said_and_not_kept_twice(case, ana, bo, models_in_use, tmp_path):
    first = receive_image(case=case, upload=upload(small_jpeg()), by=ana)
    files = files_on_disk(tmp_path)
    second = receive_image(case=case, upload=upload(small_jpeg(), "other name.jpg"), by=bo)
    assert second.duplicate
    assert (second.image, second.analysis) == (first.image, first.analysis)
    assert LesionImage.objects.count() == Analysis.objects.count() == 1
    assert files_on_disk(tmp_path) == files
    assert AuditEvent.objects.filter(act="image.received").count() == 1


def test_the_same_picture_in_another_case_is_a_picture_of_its_own(case, ana):
    first = receive_image(case=case, upload=upload(small_jpeg()), by=ana).image
    other_case = CaseFactory(lesion=case.lesion, opened_by=ana)
    second = receive_image(case=other_case, upload=upload(small_jpeg()), by=ana)
    assert not second.duplicate
    assert second.image.original.name != first.original.name


def test_a_drawn_picture_stays_marked(case, ana):
    assert receive_image(case=case, upload=upload(small_jpeg()), by=ana, synthetic=True).image.synthetic
