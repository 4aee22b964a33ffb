"""A result in words: the point that was used, the others of that version, the explanation."""

import re

import numpy as np
import pytest
from django.core.files.base import ContentFile

from cases.views.presenters.analysis_result import present_result
from ml.explanation_png import map_png
from ml.fit_probabilities import RULE_OUT_SENSITIVITY
from tests.factories import ClassifierFactory, DoneAnalysisFactory, OldPredictionFactory, PredictionFactory

pytestmark = pytest.mark.django_db

BOTH = {"uncertain": 0.7, "rule_out": 0.3, "balanced": 0.45}


def result_of(thresholds=BOTH, prediction=None):
    """What the panel is given."""
    analysis = DoneAnalysisFactory(
        classifier=ClassifierFactory(version="classifier-2", active=False, thresholds=thresholds),
        prediction=prediction or PredictionFactory(),
    )
    return present_result(analysis, scale_known=False)


def test_the_point_that_was_used_comes_first_and_says_what_it_was_chosen_for():
    used, other = result_of().points
    assert (used.name, used.percent, used.used) == ("Rule-out point", "30.0%", True)
    assert (other.name, other.percent, other.used) == ("Balanced point", "45.0%", False)


def test_each_point_says_what_it_was_fitted_for():
    sentences = {point.name: point.sentence for point in result_of().points}
    assert sentences["Balanced point"] == "the largest sum of sensitivity and specificity on the validation pictures."
    (promised,) = re.findall(r"at least (\d+)% of the malignant ones were at or above it", sentences["Rule-out point"])
    assert promised == "95"
    assert RULE_OUT_SENSITIVITY >= 0.95


def test_a_point_of_another_fit_than_the_one_that_was_used_is_not_shown():
    assert [point.name for point in result_of(BOTH | {"rule_out": 0.31}).points] == ["Rule-out point"]
    assert [point.name for point in result_of({"balanced": 0.45}).points] == ["Rule-out point"]


def test_a_version_that_names_no_other_point_shows_the_used_one_alone():
    assert [point.name for point in result_of({"malignant": 0.3}).points] == ["Rule-out point"]


def test_an_old_result_keeps_its_bare_threshold_and_its_old_words():
    old = result_of(prediction=OldPredictionFactory())
    assert [(point.name, point.percent) for point in old.points] == [("Threshold", "30.0%")]
    assert (old.comparison, old.calibrated, old.uncertain, old.explanation) == (
        "at or above the threshold",
        False,
        None,
        None,
    )


def test_the_explanation_names_its_diagnosis_and_how_much_lies_inside():
    explanation = result_of().explanation
    assert (explanation.diagnosis, explanation.probability, explanation.inside) == ("Melanoma", "60.0%", "80%")
    assert not explanation.mostly_outside
    assert not explanation.empty


def test_the_explanation_does_not_call_a_diagnosis_the_most_probable_that_is_not():
    assert result_of().explanation.rank == "the most probable diagnosis"
    behind = PredictionFactory(probabilities=[0.05, 0.1, 0.1, 0.02, 0.3, 0.42, 0.01])
    assert result_of(prediction=behind).explanation.rank == "the most probable of the malignant diagnoses"


@pytest.mark.parametrize(
    ("energy", "inside", "mostly_outside"),
    [(0.2, "20%", True), (0.496, "49%", True), (0.4999, "49%", True), (0.5, "50%", False), (0.29, "29%", True)],
)
def test_what_lies_mostly_outside_never_reads_as_half(energy, inside, mostly_outside):
    explanation = result_of(prediction=PredictionFactory(energy_inside=energy)).explanation
    assert (explanation.inside, explanation.mostly_outside) == (inside, mostly_outside)


@pytest.mark.parametrize("empty", [True, False])
def test_an_empty_map_is_told_from_one_that_lies_wholly_outside(empty):
    explanation = np.zeros((224, 224), np.uint8)
    explanation[0, 0] = 0 if empty else 255
    kept = ContentFile(map_png(explanation), "explanation.png")
    presented = result_of(prediction=PredictionFactory(energy_inside=0.0, explanation=kept)).explanation
    assert presented.empty is empty


def test_only_an_unsure_result_speaks_of_its_uncertainty():
    assert result_of().uncertain is None
    unsure = result_of(prediction=PredictionFactory(uncertainty=0.7, verdict="needs_a_person"))
    assert unsure.uncertain == ("70.00000%", "70.00000%")
