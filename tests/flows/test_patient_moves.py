"""A patient leaves one clinic as a file and arrives at another: the pictures are the same to the byte."""

import io
import zipfile

import pytest

from accounts.models import User
from cases.models import LesionImage, Pathology, Patient
from cases.services.export_patient import export_patient
from cases.services.work_on_import import work_on_import
from tests.cases.report.cases import histology, whole_case
from tests.cases.services.imports import codes, confirmed, picture
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cy(clinic_b) -> User:
    """Treats at the other clinic."""
    return UserFactory(email="cy@clinic-b.example", full_name="Cy Castro", clinic=clinic_b)


def test_export_here_import_there(clinic_a, ana, cy):
    # given a patient with pictures of two kinds and a histology
    case = whole_case(clinic_a, ana, record_number="=1+1", skin_type="III")
    for image in case.images.all():
        image.original.save(f"{image.pk}.jpg", io.BytesIO(picture(image.pk)))
    histology(case, ana)
    patient = case.lesion.patient

    # when the archive is unpacked and its pictures are imported elsewhere
    with export_patient(patient=patient, by=ana) as file, zipfile.ZipFile(file) as archive:
        sent = {name: archive.read(name) for name in archive.namelist() if name.startswith("pictures/")}
        table = archive.read("images.csv")
    run = confirmed(cy, sent, table)
    work_on_import(run_id=run.pk)

    # then the same person is there, with the same pictures and what the laboratory said
    assert codes(run) == {}
    there = Patient.objects.get(clinic=cy.clinic)
    fields = ("record_number", "name", "birth_date", "sex", "skin_type")
    assert [getattr(there, name) for name in fields] == [getattr(patient, name) for name in fields]
    lesion = there.lesions.get()
    assert lesion.body_site == case.lesion.body_site
    images = LesionImage.objects.filter(case__lesion=lesion)
    assert images.count() == 3
    received = set()
    for image in images:
        with image.original.open("rb") as file:
            received.add(file.read())
    assert received == set(sent.values())
    for name in ("image_type", "mm_per_pixel", "taken_at__date"):
        there_and_here = [sorted(rows.values_list(name, flat=True), key=str) for rows in (images, case.images)]
        assert there_and_here[0] == there_and_here[1], name
    found = Pathology.objects.get(lesion=lesion)
    here = Pathology.objects.get(lesion=case.lesion)
    assert (found.diagnosis, found.reported_on) == (here.diagnosis, here.reported_on)
