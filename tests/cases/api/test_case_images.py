"""/api/cases/<id>/images/"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEvent
from analysis.models import Analysis
from cases.models import LesionImage
from tests.factories import (
    CaseFactory,
    ClassifierFactory,
    DoneAnalysisFactory,
    LesionImageFactory,
    SegmenterFactory,
    small_jpeg,
)

# the picture's row is committed before its files count as kept: the service asks for real transactions
pytestmark = pytest.mark.django_db(transaction=True)


def picture(content: bytes | None = None, name: str = "Maria Lindqvist.jpg") -> SimpleUploadedFile:
    """An upload as a browser names it."""
    return SimpleUploadedFile(name, small_jpeg(size=(320, 240)) if content is None else content, "image/jpeg")


@pytest.fixture
def case(ana):
    """A case that Ana opened."""
    return CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)


@pytest.fixture
def _models_in_use(db):
    SegmenterFactory()
    ClassifierFactory()


def upload(client, case, **fields):
    """POST a picture to the case."""
    return client.post(f"/api/cases/{case.pk}/images/", {"file": picture()} | fields, format="multipart")


@pytest.mark.usefixtures("_models_in_use")
def test_a_picture_is_taken_and_its_analysis_is_queued(as_ana, ana, case):
    answer = upload(as_ana, case, image_type="close_up", taken_at="2026-05-04T12:00:00Z", mm_per_pixel="0.02")

    assert answer.status_code == 201
    body = answer.json()
    assert (body["case"], body["width"], body["height"], body["duplicate"]) == (case.pk, 320, 240, False)
    assert (body["image_type"], body["taken_at"], body["mm_per_pixel"]) == ("close_up", "2026-05-04T12:00:00Z", 0.02)
    assert body["received_by"] == {"id": ana.pk, "full_name": "Ana Alvarez"}
    analysis = body["analysis"]
    assert (analysis["state"], analysis["image"]) == ("queued", body["id"])
    assert analysis["model_versions"]["classifier"] == {"version": "classifier-test", "sha256": "0" * 64}
    assert [one["id"] for one in body["analyses"]] == [analysis["id"]]
    assert Analysis.objects.get().request_id == answer["X-Request-ID"]
    assert "Lindqvist" not in answer.content.decode()


@pytest.mark.usefixtures("_models_in_use")
def test_the_file_alone_is_enough(as_ana, case):
    body = upload(as_ana, case).json()

    assert (body["image_type"], body["taken_at"], body["mm_per_pixel"]) == ("dermoscopic", None, None)


@pytest.mark.usefixtures("_models_in_use")
def test_the_same_picture_again_is_said_and_not_stored_twice(as_ana, case):
    first = upload(as_ana, case)
    again = upload(as_ana, case)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json()["duplicate"] is True
    assert again.json()["id"] == first.json()["id"]
    assert again.json()["analysis"]["id"] == first.json()["analysis"]["id"]
    assert (LesionImage.objects.count(), Analysis.objects.count()) == (1, 1)


def test_without_a_model_in_use_the_picture_is_kept_and_nothing_is_invented(as_ana, case):
    answer = upload(as_ana, case)

    assert (answer.status_code, answer.json()["analysis"], answer.json()["analyses"]) == (201, None, [])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"just some text in a file called .jpg", None),
        (small_jpeg(size=(320, 240))[:700], None),
        (b"GIF89a" + bytes(50), "format_not_supported"),
        (b"%PDF-1.7\n" + bytes(50), "format_not_supported"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "format_not_supported"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence_with_a_code(as_ana, case, content, code):
    answer = upload(as_ana, case, file=picture(content))

    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["message"].endswith(".")
    assert error["code"] not in ("", "invalid")
    assert code in (None, error["code"])
    assert not LesionImage.objects.exists()
    assert AuditEvent.objects.get(act="image.refused").detail["code"] == error["code"]


def test_a_file_that_is_too_large_is_refused(as_ana, case, settings):
    settings.UPLOAD_MAX_BYTES = 1000

    answer = upload(as_ana, case, file=picture(bytes(200_000)))

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "too_large")
    assert AuditEvent.objects.get(act="image.refused").detail["code"] == "too_large"
    assert not LesionImage.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field", "code"),
    [
        ({"file": ""}, "file", "invalid"),
        ({"image_type": "x-ray"}, "image_type", "invalid_choice"),
        ({"taken_at": "yesterday"}, "taken_at", "invalid"),
        ({"taken_at": "2999-01-01T00:00:00Z"}, "taken_at", "in_the_future"),
        ({"mm_per_pixel": "0"}, "mm_per_pixel", "not_positive"),
        ({"mm_per_pixel": "nan"}, "mm_per_pixel", "invalid"),
    ],
)
def test_a_detail_that_does_not_fit_is_a_field_error(as_ana, case, fields, field, code):
    answer = upload(as_ana, case, **fields)

    assert answer.status_code == 400
    errors = answer.json()["error"]["fields"]
    assert {name: [one["code"] for one in found] for name, found in errors.items()} == {field: [code]}
    assert not LesionImage.objects.exists()


def test_a_missing_file_is_a_field_error(as_ana, case):
    answer = as_ana.post(f"/api/cases/{case.pk}/images/", {"image_type": "overview"}, format="multipart")

    assert [one["code"] for one in answer.json()["error"]["fields"]["file"]] == ["required"]


@pytest.mark.parametrize("content_type", ["application/json", "image/jpeg", "text/plain"])
def test_only_multipart_is_a_picture(as_ana, case, content_type):
    answer = as_ana.post(f"/api/cases/{case.pk}/images/", data=b"{}", content_type=content_type)

    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "unsupported_media_type")


def test_pictures_of_a_case_are_listed_oldest_first_with_their_latest_analysis(as_ana, case):
    first, second = LesionImageFactory(case=case), LesionImageFactory(case=case)
    LesionImageFactory(case__lesion__patient__clinic=case.lesion.patient.clinic)
    done = DoneAnalysisFactory(image=first)

    body = as_ana.get(f"/api/cases/{case.pk}/images/").json()

    assert [row["id"] for row in body["results"]] == [first.pk, second.pk]
    assert (body["results"][0]["analysis"]["id"], body["results"][1]["analysis"]) == (done.pk, None)


@pytest.mark.usefixtures("_models_in_use")
def test_links_of_an_upload_lead_to_its_files(as_ana, case):
    files = upload(as_ana, case).json()["files"]

    for kind, disposition in (("rendition", "inline"), ("thumbnail", "inline"), ("original", "attachment")):
        answer = as_ana.get(files[kind], HTTP_ACCEPT="image/jpeg")
        content = answer.getvalue()
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["Content-Disposition"].startswith(disposition)
        assert answer["Cache-Control"] == "private, no-store"
        assert content.startswith(b"\xff\xd8")
    assert content == picture().read()
