"""/api/analyses/, /api/images/<id>/ and what hangs on them"""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from accounts.models import AuditEvent
from analysis.models import Analysis
from tests.factories import (
    AnalysisFactory,
    ClassifierFactory,
    DoneAnalysisFactory,
    LesionImageFactory,
    OldPredictionFactory,
    SegmentationFactory,
    SegmenterFactory,
    small_jpeg,
)

RESULT_FIELDS = [
    "operating_point",
    "uncertainty",
    "uncertainty_threshold",
    "explained",
    "energy_inside",
    "explanation",
    "probabilities",
    "malignant_probability",
    "threshold",
    "verdict",
    "quality",
    "lesion_area_fraction",
    "measurements",
    "bbox",
    "outline",
    "mask",
    "overlay",
]


@pytest.fixture
def image(clinic_a):
    """A picture at Ana's clinic."""
    return LesionImageFactory(case__lesion__patient__clinic=clinic_a)


def mask_png() -> ContentFile:
    """A small mask."""
    out = BytesIO()
    Image.new("L", (64, 48), 255).save(out, "PNG")
    return ContentFile(out.getvalue(), "mask.png")


def test_a_finished_analysis_shows_its_whole_result(as_ana, image):
    analysis = DoneAnalysisFactory(image=image, seconds={"segment": 0.5})

    body = as_ana.get(f"/api/analyses/{analysis.pk}/").json()

    assert (body["state"], body["reason_code"], body["reason"], body["image"]) == ("done", "", "", image.pk)
    assert list(body["probabilities"]) == ["mel", "nv", "bkl", "bcc", "akiec", "df", "vasc"]
    assert sum(body["probabilities"].values()) == pytest.approx(1)
    assert (body["malignant_probability"], body["threshold"], body["verdict"]) == (0.65, 0.3, "suspicious")
    assert (body["bbox"], body["lesion_area_fraction"]) == ([10, 10, 50, 40], 0.39)
    assert body["outline"] == [[[10, 10], [50, 10], [50, 40], [10, 40]]]
    assert body["measurements"]["area_px"] == 1200.0
    assert body["mask"] == f"http://testserver/api/analyses/{analysis.pk}/files/mask/"
    assert body["overlay"] == f"http://testserver/api/analyses/{analysis.pk}/files/overlay/"
    assert body["model_versions"] == {
        "segmenter": {"version": "segmenter-test", "sha256": "0" * 64},
        "classifier": {"version": "classifier-test", "sha256": "0" * 64},
    }
    assert body["finished_at"]
    assert body["seconds"] == {"segment": 0.5}


@pytest.mark.parametrize("state", ["queued", "rejected", "failed"])
def test_without_a_result_nothing_is_invented(as_ana, image, state):
    analysis = AnalysisFactory(image=image)
    if state != "queued":
        rows = Analysis.objects.filter(pk=analysis.pk)
        rows.update(state=state, finished_at=analysis.due_at, reason_code="too_blurred", reason="Too blurred.")

    body = as_ana.get(f"/api/analyses/{analysis.pk}/").json()

    assert body["state"] == state
    assert {name: body[name] for name in RESULT_FIELDS} == dict.fromkeys(RESULT_FIELDS)
    assert (body["reason_code"], body["reason"]) == (("", "") if state == "queued" else ("too_blurred", "Too blurred."))
    assert as_ana.get(f"/api/analyses/{analysis.pk}/files/mask/").status_code == 404


def test_mask_and_overlay_are_fetched_through_their_links(as_ana, image):
    analysis = DoneAnalysisFactory(image=image, segmentation=SegmentationFactory(mask=mask_png()))
    body = as_ana.get(f"/api/analyses/{analysis.pk}/").json()

    mask, overlay = as_ana.get(body["mask"], HTTP_ACCEPT="image/png"), as_ana.get(body["overlay"])

    assert Image.open(BytesIO(mask.getvalue())).size == (image.width, image.height)
    assert (mask["Content-Type"], overlay["Content-Type"]) == ("image/png", "image/jpeg")
    assert Image.open(BytesIO(overlay.getvalue())).format == "JPEG"
    for answer in (mask, overlay):
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["images/{image}/files/secrets/", "analyses/{analysis}/files/rendition/"])
def test_a_kind_of_file_that_is_not_there_is_404(as_ana, image, address):
    analysis = DoneAnalysisFactory(image=image)

    answer = as_ana.get("/api/" + address.format(image=image.pk, analysis=analysis.pk), HTTP_ACCEPT="image/png")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_a_picture_shows_all_its_analyses_newest_first(as_ana, image):
    old, new = DoneAnalysisFactory(image=image), AnalysisFactory(image=image)

    body = as_ana.get(f"/api/images/{image.pk}/").json()

    assert [one["id"] for one in body["analyses"]] == [new.pk, old.pk]
    assert (body["analysis"]["id"], body["analyses"][1]["verdict"]) == (new.pk, "suspicious")
    assert body["analyses"][1]["outline"]
    assert body["files"]["thumbnail"] == f"http://testserver/api/images/{image.pk}/files/thumbnail/"


def test_a_picture_is_analysed_again(as_ana, ana, image):
    done = DoneAnalysisFactory(image=image, segmenter=SegmenterFactory(), classifier=ClassifierFactory())

    answer = as_ana.post(f"/api/images/{image.pk}/analyse/")
    again = as_ana.post(f"/api/images/{image.pk}/analyse/")

    assert (answer.status_code, answer.json()["state"]) == (202, "queued")
    assert answer.json()["id"] != done.pk
    assert answer.json()["id"] == again.json()["id"], "one live analysis per picture and models"
    requested = AuditEvent.objects.filter(act="analysis.requested", user_id=ana.pk)
    assert [event.object_id for event in requested] == [answer.json()["id"]]


def test_a_refused_picture_is_analysed_anyway_and_says_so_for_good(as_ana, image):
    SegmenterFactory(), ClassifierFactory()
    AnalysisFactory(
        image=image, state="rejected", reason_code="too_dark", reason="Too dark.", finished_at=timezone.now()
    )
    answer = as_ana.post(f"/api/images/{image.pk}/analyse/", {"anyway": True}, content_type="application/json")
    assert (answer.status_code, answer.json()["state"], answer.json()["anyway"]) == (202, "queued", True)
    assert Analysis.objects.get(anyway=True).pk == answer.json()["id"]


def test_what_no_gate_refused_is_not_analysed_anyway(as_ana, image):
    DoneAnalysisFactory(image=image)
    answer = as_ana.post(f"/api/images/{image.pk}/analyse/", {"anyway": True}, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "nothing_to_overrule")


def test_a_result_in_spite_of_a_gate_is_marked_and_so_is_its_case(as_ana, image):
    dark = {"code": "too_dark", "message": "Too dark."}
    analysis = DoneAnalysisFactory(image=image, anyway=True, flags=[dark])
    body = as_ana.get(f"/api/analyses/{analysis.pk}/").json()
    assert (body["anyway"], body["flags"]) == (True, [dark])
    assert as_ana.get(f"/api/cases/{image.case_id}/").json()["analysed_anyway"] is True
    DoneAnalysisFactory(image=image)
    assert as_ana.get(f"/api/cases/{image.case_id}/").json()["analysed_anyway"] is False


def test_doubt_operating_point_and_explanation_are_shown(as_ana, image):
    analysis = DoneAnalysisFactory(image=image)
    body = as_ana.get(f"/api/analyses/{analysis.pk}/").json()
    assert (body["operating_point"], body["uncertainty"], body["uncertainty_threshold"]) == ("rule_out", 0.2, 0.7)
    assert (body["explained"], body["energy_inside"]) == ("mel", 0.8)
    shown = as_ana.get(body["explanation"])
    assert Image.open(BytesIO(shown.getvalue())).mode == "RGBA"


def test_a_result_from_before_them_has_null_for_them(as_ana, image):
    analysis = DoneAnalysisFactory(image=image, prediction=OldPredictionFactory())
    body = as_ana.get(f"/api/analyses/{analysis.pk}/").json()
    new = ("operating_point", "uncertainty", "uncertainty_threshold", "explained", "energy_inside", "explanation")
    assert [body[name] for name in new] == [None] * 6
    assert body["verdict"] == "suspicious"


def test_without_a_model_in_use_asking_again_says_so(as_ana, image):
    answer = as_ana.post(f"/api/images/{image.pk}/analyse/")

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "no_active_model")
    assert answer.json()["error"]["fields"] == {}


def test_analyses_are_found_by_state_case_and_picture(as_ana, image):
    done, queued = DoneAnalysisFactory(image=image), AnalysisFactory(image=image)
    other = AnalysisFactory(image__case__lesion__patient__clinic=image.case.lesion.patient.clinic)

    def found(query: str) -> list[int]:
        return [row["id"] for row in as_ana.get(f"/api/analyses/?{query}").json()["results"]]

    assert found("") == [other.pk, queued.pk, done.pk]
    assert found("state=done") == [done.pk]
    assert found("state=queued") == [other.pk, queued.pk]
    assert found(f"case={image.case_id}") == found(f"image={image.pk}") == [queued.pk, done.pk]
    assert found("ordering=queued_at") == [done.pk, queued.pk, other.pk]
    assert "outline" not in as_ana.get("/api/analyses/").json()["results"][0]


def test_model_versions_are_listed_and_only_read(as_ana):
    segmenter = SegmenterFactory()
    classifier = ClassifierFactory(metrics={"balanced_accuracy": 0.7})
    SegmenterFactory(version="segmenter-old", active=False)

    body = as_ana.get("/api/models/?active=true").json()

    assert [row["id"] for row in body["results"]] == [classifier.pk, segmenter.pk]
    assert body["results"][0]["metrics"] == {"balanced_accuracy": 0.7}
    assert body["results"][0]["classes"][4] == "mel"
    assert as_ana.get(f"/api/models/{segmenter.pk}/").json()["version"] == "segmenter-test"
    assert as_ana.post("/api/models/", {}).status_code == 405


def test_body_sites_are_one_table(as_ana):
    body = as_ana.get("/api/body-sites/").json()

    assert (body["count"], len(body["results"]), body["next"]) == (28, 28, None)
    assert body["results"][1] == {"code": "scalp", "name": "Scalp", "parent": "head_neck"}


def test_a_session_reads_as_well_as_a_token(client, ana, image):
    client.force_login(ana)

    assert client.get(f"/api/images/{image.pk}/").status_code == 200
    thumbnail = client.get(f"/api/images/{image.pk}/files/thumbnail/")
    assert thumbnail.getvalue() == small_jpeg()
