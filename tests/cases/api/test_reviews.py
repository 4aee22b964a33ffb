"""/api/cases/<id>/review/ and what hangs on it"""

import pytest

from cases.api import examples
from cases.models import Review
from tests.factories import CaseFactory, DoneAnalysisFactory, LesionImageFactory, ReviewFactory


@pytest.fixture
def case(ana):
    """A case of Ana's clinic with a suspicious result."""
    case = CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)
    DoneAnalysisFactory(image=LesionImageFactory(case=case))
    return case


@pytest.fixture
def at(case):
    """The address of a part of its review."""
    return lambda part="": f"/api/cases/{case.pk}/review/{part}"


def test_from_the_draft_to_the_amendment(as_ana, api, bo, case, at):
    assert as_ana.get(at()).status_code == 404

    draft = as_ana.put(at(), examples.DRAFT.value).json()
    assert (draft["version"], draft["author"]["full_name"], draft["signed_by"]) == (1, "Ana Alvarez", None)
    assert (draft["abcd_score"], draft["seven_point_score"]) == (1.7, None)
    assert (draft["would_agree"], draft["missing"]) == ("agrees", {})

    signed = api(bo).post(at("sign/"), {"seen": draft["to_sign"]}).json()
    assert (signed["signed_by"]["full_name"], signed["agreement"]) == ("Bo Berg", "agrees")
    assert signed["analysis"]
    assert signed["follow_up_due_on"]

    locked = as_ana.patch(at(), {"notes": "later"})
    assert (locked.status_code, locked.json()["error"]["code"]) == (400, "signed")

    amended = as_ana.post(at("amend/"), {"reason": "The patient called"})
    assert amended.status_code == 201
    assert (amended.json()["version"], amended.json()["amendment_reason"]) == (2, "The patient called")
    versions = as_ana.get(f"/api/cases/{case.pk}/reviews/").json()["results"]
    assert [(row["version"], bool(row["signed_at"])) for row in versions] == [(2, False), (1, True)]

    given_up = as_ana.delete(at())
    assert (given_up.status_code, given_up.json()["version"]) == (200, 1)
    assert as_ana.delete(at()).json()["error"]["code"] == "nothing_to_discard"


def test_a_put_sets_back_what_it_leaves_out_and_a_patch_does_not(as_ana, at):
    as_ana.put(at(), examples.DRAFT.value)

    patched = as_ana.patch(at(), {"diagnosis": "bkl"}).json()
    assert (patched["diagnosis"], patched["management"], patched["abcd"]["asymmetry"]) == ("bkl", "follow_up", 0)
    put = as_ana.put(at(), {"diagnosis": "mel"}).json()

    assert (put["diagnosis"], put["management"], put["follow_up_weeks"], put["abcd"]) == ("mel", "", None, {})
    assert set(put["missing"]) == {"management"}


def test_a_disagreement_without_a_reason_is_refused_by_field(as_ana, at):
    as_ana.put(at(), {"diagnosis": "nv", "management": "dismiss"})

    refused = as_ana.post(at("sign/"))
    assert refused.status_code == 400
    assert list(refused.json()["error"]["fields"]) == ["override_reason"]
    as_ana.patch(at(), {"override_reason": "history"})

    assert as_ana.post(at("sign/")).json()["agreement"] == "disagrees"


def test_who_was_slower_is_told(as_ana, api, bo, at):
    seen = as_ana.put(at(), {"diagnosis": "nv"}).json()["seen"]
    to_sign = api(bo).patch(at(), {"management": "excise", "seen": seen}).json()["to_sign"]

    late = as_ana.patch(at(), {"diagnosis": "bkl", "seen": seen})
    assert late.json()["error"]["code"] == "changed_meanwhile"
    as_ana.patch(at(), {"notes": "agreed with Bo"})
    assert api(bo).post(at("sign/"), {"seen": to_sign}).json()["error"]["code"] == "changed_meanwhile"


@pytest.mark.parametrize(
    "wrong",
    [
        {"diagnosis": "wart"},
        {"follow_up_weeks": 0, "management": "follow_up"},
        {"follow_up_weeks": 4, "management": "dismiss"},
        {"abcd": {"asymmetry": 3}},
        {"abcd": {"colours": ["red", "red"]}},
        {"seven_point": ["wart"]},
        {"notes": "x" * 4001},
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(as_ana, at, wrong):
    assert as_ana.put(at(), wrong, format="json").status_code == 400
    assert not Review.objects.exists()


class TestImpressionFirst:
    """A clinic that asks before the networks speak."""

    @pytest.fixture(autouse=True)
    def _asks(self, ana):
        ana.clinic.impression_first = True
        ana.clinic.save()

    def test_no_answer_holds_the_result_and_each_says_why(self, as_ana, case):
        image = case.images.get()
        analysis = image.analyses.get()
        body = as_ana.get(f"/api/analyses/{analysis.pk}/").json()
        shown = [
            body,
            as_ana.get("/api/analyses/").json()["results"][0],
            as_ana.get(f"/api/images/{image.pk}/").json()["analysis"],
            as_ana.get(f"/api/images/{image.pk}/").json()["analyses"][0],
            as_ana.get(f"/api/cases/{case.pk}/images/").json()["results"][0]["analysis"],
        ]

        assert {row["hidden"] for row in shown} == {"hidden_until_impression"}
        about_the_job = {"id", "image", "state", "model_versions", "attempts", "queued_at", "finished_at", "hidden"}
        said = {name for row in shown for name, value in row.items() if value not in (None, "", [], {}, False)}
        assert said <= about_the_job
        for kind in ("mask", "overlay", "explanation"):
            assert as_ana.get(f"/api/analyses/{analysis.pk}/files/{kind}/").status_code == 404
        listed = as_ana.get("/api/cases/?ordering=-highest_malignant_probability").json()["results"][0]
        assert (listed["results_hidden"], listed["highest_malignant_probability"]) == (True, None)

    def test_the_same_picture_again_gives_nothing_away(self, as_ana, case):
        from django.core.files.uploadedfile import SimpleUploadedFile

        from tests.factories import small_jpeg

        def send():
            picture = SimpleUploadedFile("p.jpg", small_jpeg((1, 2, 3)), "image/jpeg")
            return as_ana.post(f"/api/cases/{case.pk}/images/", {"file": picture}, format="multipart").json()

        first = send()
        DoneAnalysisFactory(image_id=first["id"], image=None)
        again = send()

        assert again["duplicate"]
        assert again["analysis"]["hidden"] == "hidden_until_impression"
        assert again["analysis"]["verdict"] is None
        assert {row["verdict"] for row in again["analyses"]} == {None}

    def test_the_impression_lifts_it_once(self, as_ana, case, at):
        too_early = as_ana.put(at(), examples.DRAFT.value)
        assert too_early.json()["error"]["code"] == "impression_first"

        given = as_ana.post(at("impression/"), examples.IMPRESSION.value)

        assert (given.status_code, given.json()["impression"]) == (201, "nv")
        again = as_ana.post(at("impression/"), examples.IMPRESSION.value)
        assert again.json()["error"]["code"] == "impression_not_wanted"
        row = as_ana.get("/api/analyses/").json()["results"][0]
        assert (row["hidden"], row["verdict"]) == (None, "suspicious")

    def test_nobody_signs_before(self, as_ana, case, at):
        ReviewFactory(case=case)

        assert as_ana.post(at("sign/")).json()["error"]["code"] == "impression_first"
