"""A data set that names nobody."""

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from PIL import Image

from accounts.models import AuditEvent, User
from cases.exports.sinks import FolderSink
from cases.models import LesionImage, Pathology, Patient
from cases.services.export_dataset import export_dataset
from cases.services.pack_dataset import pack_dataset
from tests.cases.exports.consented import IDENTIFYING, consented_case
from tests.cases.report.cases import drawn_image
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def wilhelmina(clinic_a) -> User:
    """Treats, and must not be named either."""
    return UserFactory(email="wilhelmina@clinic-a.example", full_name="Wilhelmina-Clinician", clinic=clinic_a)


@pytest.fixture
def case(clinic_a, wilhelmina):
    """Of a patient who consented."""
    return consented_case(clinic_a, wilhelmina)


def exported(by, folder) -> list[dict[str, str]]:
    """The lines of metadata.csv, after an export into `folder`."""
    export_dataset(sink=FolderSink(folder), by=by)
    return list(csv.DictReader(io.StringIO((folder / "metadata.csv").read_text(), newline="")))


def test_nothing_in_it_identifies_the_patient(case, admin_a, tmp_path):
    folder = tmp_path / "out"
    (row,) = exported(admin_a, folder)

    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) == 4  # picture, mask, table, README
    for path in files:
        content = path.read_bytes().lower()
        for value in IDENTIFYING:
            assert value.lower().encode() not in content, f"{value} in {path.name}"
            assert value.lower() not in path.name.lower()
    keys = (case.pk, case.lesion_id, case.lesion.patient_id, *case.images.values_list("pk", flat=True))
    assert not {str(key) for key in keys} & {value for name, value in row.items() if name.endswith("_id")}


def test_the_same_is_true_of_the_zip(case, admin_a):
    with pack_dataset(by=admin_a) as file, zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            assert entry.date_time[0] == 1980
            for value in IDENTIFYING:
                assert value.lower().encode() not in archive.read(entry).lower(), f"{value} in {entry.filename}"


def test_the_picture_carries_no_note_of_the_camera(case, admin_a, tmp_path):
    (row,) = exported(admin_a, tmp_path / "out")

    original = case.images.get().original
    with original.open("rb") as file, Image.open(file) as picture:
        assert picture.getexif()  # there was something to lose
    with Image.open(tmp_path / "out/images" / f"{row['isic_id']}.jpg") as picture:
        assert not picture.getexif()
        assert picture.info.get("comment") is None
        size = picture.size
    with Image.open(tmp_path / "out/masks" / f"{row['isic_id']}_segmentation.png") as mask:
        assert mask.size == size
        assert set(mask.tobytes()) == {0, 255}


def test_the_line_of_a_picture(case, admin_a, tmp_path):
    (row,) = exported(admin_a, tmp_path / "out")

    assert row["age_approx"] == "85"  # 88 at the picture
    assert (row["sex"], row["anatom_site_general"]) == ("male", "posterior torso")
    assert (row["diagnosis"], row["diagnosis_confirm_type"]) == ("mel", "histopathology")
    assert (row["image_type"], row["mask_by"]) == ("dermoscopic", "network")
    assert row["isic_id"].startswith("SL_")
    assert len({row["isic_id"], row["lesion_id"], row["patient_id"]}) == 3


def test_without_histology_the_signed_review_counts_and_nothing_else(case, admin_a, tmp_path):
    Pathology.objects.update(withdrawn_at=timezone.now(), withdrawn_by=admin_a, withdrawn_reason="Another patient's")
    (row,) = exported(admin_a, tmp_path / "one")
    assert (row["diagnosis"], row["diagnosis_confirm_type"]) == ("nv", "clinician")

    case.reviews.all().delete()
    (row,) = exported(admin_a, tmp_path / "two")
    assert (row["diagnosis"], row["diagnosis_confirm_type"]) == ("", "")


@pytest.mark.parametrize(
    ("born", "said"),
    [(date(1931, 2, 3), "85"), (date(1976, 8, 8), "40"), (date(1976, 8, 6), "45"), (None, ""), (date(2019, 1, 1), "0")],
)
def test_ages_come_in_steps_of_five(case, admin_a, tmp_path, born, said):
    Patient.objects.update(birth_date=born)

    assert exported(admin_a, tmp_path / "out")[0]["age_approx"] == said


@pytest.mark.parametrize(
    "change",
    [
        {"research_consent_on": None},
        {"research_consent_on": timezone.localdate() + timedelta(days=2)},
    ],
    ids=["never", "not yet"],
)
def test_who_did_not_consent_stays(case, admin_a, tmp_path, change):
    Patient.objects.update(**change)

    assert exported(admin_a, tmp_path / "out") == []
    assert not (tmp_path / "out/images").exists()


def test_a_merged_patient_and_a_drawn_picture_stay(case, clinic_a, wilhelmina, admin_a, tmp_path):
    other = consented_case(clinic_a, wilhelmina, record_number="RN-2", name="Somebody Else").lesion.patient
    other.merged_into = case.lesion.patient
    other.save()
    drawn_image(case, 7, synthetic=True)

    assert len(exported(admin_a, tmp_path / "out")) == 1
    assert LesionImage.objects.count() == 3


@pytest.mark.parametrize("kind", ["overview", "close_up"])
def test_a_picture_that_may_show_a_face_stays(kind, case, admin_a, tmp_path):
    case.images.update(image_type=kind)

    assert exported(admin_a, tmp_path / "out") == []


def test_the_pictures_of_another_clinic_stay(case, admin_b, tmp_path):
    assert exported(admin_b, tmp_path / "out") == []


def test_pseudonyms_hold_on_this_site_and_nowhere_else(case, admin_a, tmp_path, settings):
    (first,) = exported(admin_a, tmp_path / "one")
    (again,) = exported(admin_a, tmp_path / "two")
    settings.SECRET_KEY = "another site's key"
    (elsewhere,) = exported(admin_a, tmp_path / "three")

    assert first == again
    assert all(first[name] != elsewhere[name] for name in ("isic_id", "lesion_id", "patient_id"))


def test_clinicians_may_not(case, ana, tmp_path):
    with pytest.raises(PermissionDenied):
        export_dataset(sink=FolderSink(tmp_path / "out"), by=ana)
    with pytest.raises(PermissionDenied):
        pack_dataset(by=ana)
    assert not (tmp_path / "out").exists()


def test_a_page_refuses_what_it_cannot_send(case, admin_a, admin_b):
    with pytest.raises(ValidationError) as refused:
        pack_dataset(by=admin_a, most_pictures=0)
    assert refused.value.code == "too_many"
    with pytest.raises(ValidationError) as refused:
        pack_dataset(by=admin_b)
    assert refused.value.code == "nothing_consented"


def test_it_leaves_a_trace_with_counts(case, admin_a, tmp_path):
    exported(admin_a, tmp_path / "out")

    event = AuditEvent.objects.get(act="dataset.exported")
    assert (event.user_id, event.clinic_id) == (admin_a.pk, admin_a.clinic_id)
    assert event.detail == {"pictures": 1, "masks": 1, "lesions": 1, "patients": 1}
