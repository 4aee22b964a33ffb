"""What a stranger wrote into a picture, or into its name, is in nothing that we serve, keep as words or log."""

import logging
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from analysis.models import Analysis
from analysis.run import run_analysis
from analysis.versions import register_versions
from cases.models import LesionImage
from tests.factories import CaseFactory
from tests.trust.corpus.planted import FILE_NAME, MARKERS, places_in, planted_files
from tests.trust.crawl import body_of, collections, everything_served, readings, unpacked

KINDS = ("rendition", "thumbnail", "original")
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(clinic_a, ana):
    """A case with the five planted pictures, uploaded over the API and the page, and analysed by the real networks."""
    register_versions()
    case = CaseFactory(
        lesion__patient__clinic=clinic_a, lesion__patient__research_consent_on=date(2024, 1, 1), opened_by=ana
    )
    browser = Client()
    browser.force_login(ana)
    for number, data in enumerate(planted_files().values()):
        upload = SimpleUploadedFile(f"{FILE_NAME}-{number}.jpg", data)
        address = f"/api/cases/{case.pk}/images/" if number % 2 else f"/cases/{case.pk}/images/"
        assert browser.post(address, {"file": upload, "image_type": "dermoscopic"}).status_code in (201, 302)
    # what the gates have against drawings is no matter here
    Analysis.objects.update(anyway=True)
    for analysis in Analysis.objects.all():
        assert run_analysis(analysis.pk)
    return case


def test_every_marker_is_planted():
    planted = b"".join(b"\n".join(readings(data)) for data in planted_files().values())
    assert set(MARKERS) - places_in(planted) == {"the file's name"}
    assert len(MARKERS) >= 40


@pytest.mark.parametrize("deep", [False, pytest.param(True, marks=pytest.mark.long)], ids=["named", "every link"])
def test_no_marker_survives_in_anything_that_is_served(deep, case, ana, admin_a, caplog, tmp_path, monkeypatch):
    # the streams of a report without their coat of letters, which Python takes minutes to take off
    monkeypatch.setattr("reportlab.rl_config.useA85", 0)
    caplog.set_level(logging.DEBUG)
    assert LesionImage.objects.count() == 5
    assert Analysis.objects.filter(state="done").count() >= 3, "results to serve"

    served = {}
    patient, done = case.lesion.patient_id, Analysis.objects.filter(state="done")
    wanted = [f"/images/{image.pk}/file/{kind}/" for image in case.images.all() for kind in KINDS]
    wanted += [f"/api/analyses/{one.pk}/files/{kind}/" for one in done for kind in ("mask", "overlay", "explanation")]
    wanted += [f"/cases/{case.pk}/", f"/cases/{case.pk}/report/", f"/cases/{case.pk}/report.pdf"]
    wanted += [f"/cases/{case.pk}/fhir.json", f"/patients/{patient}/", f"/patients/{patient}/export.zip"]
    wanted += [f"/lesions/{case.lesion_id}/", f"/api/cases/{case.pk}/images/", "/worklist/export/?tab=all", "/"]
    for person, starts in ((ana, (*wanted, *collections())), (admin_a, ("/admin/", "/dataset/", "/patients/"))):
        browser = Client()
        browser.force_login(person)
        served |= everything_served(browser, *starts, follow=deep)
    answer = browser.post("/api/dataset/")
    served["the data set"] = unpacked(answer, body_of(answer))
    assert b"metadata.csv" in served["the data set"]
    assert [address for address in wanted if address not in served] == []

    survived = {address: places for address, body in served.items() if (places := places_in(body))}
    originals = {address for address in survived if re.search(r"/files?/original/$", address)}
    assert {address: places for address, places in survived.items() if address not in originals} == {}
    assert len(originals) >= 5, "the original is kept as it came, and only there the markers stand"
    assert places_in(caplog.text.encode()) == set()
    assert _places_in_the_database() == set()
    renditions = [path for path in (tmp_path / "renditions").rglob("*") if path.is_file()]
    assert len(renditions) >= 10
    assert {path.name for path in renditions if places_in(path.read_bytes() + str(path).encode())} == set()


def _places_in_the_database() -> set[str]:
    """The markers in any cell of any table."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found |= places_in("\n".join(str(row) for row in cursor.fetchall()).encode())
    return found
