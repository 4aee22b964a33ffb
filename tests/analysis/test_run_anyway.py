"""What stops a run, what a clinician may overrule, and what stays marked."""

from pathlib import Path

import pytest

from analysis.models.analysis import GATE_CODES
from analysis.run import run_analysis
from ml.quality import SENTENCES
from tests.analysis.engines import a_result, must_not_run, sees_a_blurred_lesion, sees_a_lesion
from tests.factories import AnalysisFactory, LesionImageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("image_type", "word"), [("overview", "overview"), ("close_up", "close-up")])
def test_a_picture_that_is_not_dermoscopic_gets_a_reason_and_no_class(image_type, word):
    analysis = AnalysisFactory(image=LesionImageFactory(image_type=image_type))

    assert run_analysis(analysis.pk, engine=must_not_run)

    analysis.refresh_from_db()
    assert (analysis.state, analysis.reason_code, analysis.prediction) == ("rejected", "not_dermoscopic", None)
    assert word in analysis.reason


@pytest.mark.parametrize("corrected", [{"mm_per_pixel": 0.2}, {"image_type": "overview"}])
def test_a_picture_corrected_while_it_was_analysed_is_analysed_again(corrected):
    analysis = AnalysisFactory(image=LesionImageFactory(mm_per_pixel=0.02))

    def corrects(data, **asked):
        type(analysis.image).objects.filter(pk=analysis.image_id).update(**corrected)
        return a_result()

    assert not run_analysis(analysis.pk, engine=corrects)
    analysis.refresh_from_db()
    assert (analysis.state, analysis.prediction) == ("queued", None)


def test_a_picture_corrected_in_the_last_attempt_waits_for_nobody():
    analysis = AnalysisFactory(attempts=4)

    def corrects(data, **asked):
        type(analysis.image).objects.filter(pk=analysis.image_id).update(mm_per_pixel=0.2)
        return a_result()

    assert run_analysis(analysis.pk, engine=corrects)
    analysis.refresh_from_db()
    assert (analysis.state, analysis.reason_code, analysis.prediction) == ("failed", "gave_up", None)


def test_every_gate_can_be_overruled_and_the_apis_page_names_it():
    assert set(GATE_CODES) == set(SENTENCES) - {"no_lesion_found"}
    api = (Path(__file__).parents[2] / "docs/api.md").read_text()
    assert [code for code in GATE_CODES if f"`{code}`" not in api] == []


def test_the_gate_stops_a_run_unless_a_clinician_asked_for_it_anyway():
    stopped, overruled = AnalysisFactory(), AnalysisFactory(anyway=True)
    for analysis in (stopped, overruled):
        assert run_analysis(analysis.pk, engine=sees_a_blurred_lesion)
        analysis.refresh_from_db()
    assert (stopped.state, stopped.reason_code, stopped.flags) == ("rejected", "too_blurred", [])
    assert (overruled.state, [flag["code"] for flag in overruled.flags]) == ("done", ["too_blurred"])


@pytest.mark.parametrize(
    ("engine", "codes"),
    [
        (sees_a_lesion, ["not_dermoscopic"]),
        (sees_a_blurred_lesion, ["not_dermoscopic", "too_blurred"]),
    ],
)
def test_an_overview_analysed_anyway_stays_marked_as_one(engine, codes):
    analysis = AnalysisFactory(image=LesionImageFactory(image_type="overview"), anyway=True)
    assert run_analysis(analysis.pk, engine=engine)
    analysis.refresh_from_db()
    assert [flag["code"] for flag in analysis.flags] == codes
    assert "overview" in analysis.flags[0]["message"]
