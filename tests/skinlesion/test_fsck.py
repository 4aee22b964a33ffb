"""fsck finds what is wrong between rows and files, and says it without naming a patient."""

import json
import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import FileField
from django.test.utils import CaptureQueriesContext

from analysis.models import Prediction, Segmentation
from cases.models import LesionImage
from cases.services.receive_image import receive_image
from skinlesion.fsck.expected import FIELDS
from tests.factories import CaseFactory, DoneAnalysisFactory, LesionImageFactory, SegmentationFactory, small_jpeg

pytestmark = pytest.mark.django_db(transaction=True)


def fsck(*args) -> tuple[int, str]:
    """Exit status and output of the command."""
    out = StringIO()
    try:
        call_command("fsck", *args, stdout=out, stderr=StringIO())
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


def mask_of_the_size(width: int, height: int) -> bytes:
    """A mask as the record stores it."""
    import numpy as np

    from ml.mask_png import mask_png

    return mask_png(np.ones((height, width), bool))


@pytest.fixture
def image(ana) -> LesionImage:
    """A picture that came in by the front door."""
    upload = ContentFile(small_jpeg(), "nevus.jpg")
    return receive_image(case=CaseFactory(opened_by=ana), upload=upload, by=ana).image


@pytest.fixture
def analysis(image):
    """Its result, with files that decode."""
    segmentation = SegmentationFactory(mask=ContentFile(mask_of_the_size(64, 48), "mask.png"))
    return DoneAnalysisFactory(image=image, segmentation=segmentation)


def path_of(field) -> Path:
    """Where a row's file lies, made writable."""
    path = Path(field.storage.path(field.name))
    path.chmod(0o600)
    return path


def age(path: Path, *, days: float = 2) -> None:
    """As if it had been written long ago."""
    then = time.time() - days * 86400
    os.utime(path, (then, then))


def test_a_sound_record_has_no_findings(analysis):
    status, said = fsck()

    assert status == 0
    assert said == "5 files of rows and 5 files in the storages looked at: 0 wrong, 0 repaired, 0 notes.\n"


@pytest.mark.parametrize("kind", ["original", "rendition", "thumbnail"])
def test_a_missing_file_is_found(image, kind):
    path_of(getattr(image, kind)).unlink()

    status, said = fsck()

    assert status == 1
    assert f"WRONG: picture {image.pk}: its {kind} is missing" in said


def test_a_changed_original_is_found_and_told_from_a_wrong_row(image):
    path = path_of(image.original)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert f"picture {image.pk}: its original is damaged" in fsck()[1]


def test_a_row_with_a_wrong_hash_is_told_from_a_damaged_file(image):
    LesionImage.objects.filter(pk=image.pk).update(sha256="0" * 64)
    assert f"picture {image.pk}: its original fits its name but not the hash in its row" in fsck()[1]


def test_a_row_with_a_wrong_length_is_found(image):
    LesionImage.objects.filter(pk=image.pk).update(original_bytes=1)
    assert "and its row says 1" in fsck()[1]


@pytest.mark.parametrize("content", [b"", b"no picture", small_jpeg()[:-200]], ids=["empty", "text", "half"])
def test_a_rendition_that_does_not_decode_is_found(image, content):
    path_of(image.rendition).write_bytes(content)
    assert f"picture {image.pk}: its rendition is damaged" in fsck()[1]


def test_results_are_looked_at_too(analysis):
    path_of(analysis.segmentation.mask).write_bytes(mask_of_the_size(10, 10))
    path_of(analysis.prediction.explanation).unlink()

    said = fsck()[1]

    about = f"analysis {analysis.pk} of picture {analysis.image_id}"
    assert f"{about}: its mask is not of the picture's size" in said
    assert f"{about}: its explanation is missing" in said


def test_a_file_without_a_row_is_found_once_it_is_old(image):
    name = storages["renditions"].save("ab/nobody.jpg", ContentFile(small_jpeg()))
    assert fsck()[0] == 0, "an upload that is under way must be left alone"

    age(Path(storages["renditions"].path(name)))

    status, said = fsck()
    assert status == 1
    assert "a file that no row stands for: renditions/ab/nobody.jpg" in said


def test_a_write_that_never_ended_is_found(image):
    half = Path(storages["originals"].path("ab/.half-x1"))
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"ha")
    age(half)
    assert "a write that never ended: originals/ab/.half-x1" in fsck()[1]


def test_one_clinic_alone(image, clinic_b):
    path_of(image.thumbnail).unlink()
    assert fsck("--clinic", "Clinic B")[0] == 0
    assert fsck("--clinic", "Clinic A")[0] == 1
    with pytest.raises(CommandError, match="no clinic called Clinic C"):
        fsck("--clinic", "Clinic C")


def test_the_lines_for_programs(image):
    path_of(image.thumbnail).unlink()

    status, said = fsck("--json")

    finding, summary = (json.loads(line) for line in said.splitlines())
    assert (status, finding["code"], finding["picture"], finding["wrong"]) == (1, "missing", image.pk, True)
    assert summary["summary"]["wrong"] == 1


def test_no_patient_is_named(image):
    path_of(image.original).unlink()
    patient = image.case.lesion.patient
    said = fsck()[1] + fsck("--json")[1]
    assert patient.name not in said
    assert patient.record_number not in said


def test_queries_grow_with_chunks_and_not_with_rows(ana):
    case = CaseFactory(opened_by=ana)
    LesionImageFactory(case=case)
    with CaptureQueriesContext(connection) as few:
        fsck()
    LesionImageFactory.create_batch(20, case=case)
    with CaptureQueriesContext(connection) as many:
        fsck()
    assert len(many) == len(few)


def test_every_file_field_is_known_to_it():
    ours = {
        (model, field.name)
        for app in ("accounts", "analysis", "cases")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FileField)
    }
    assert ours == {pair for pairs in FIELDS.values() for pair in pairs}
    assert {Prediction, Segmentation, LesionImage} == {model for model, _ in ours}
