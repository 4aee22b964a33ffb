"""A result in words: the point that was used, the others of that version, the explanation."""

import pytest

from cases.views.presenters.analysis_result import present_result
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
    assert "at least 95% of the malignant validation pictures" in used.sentence
    assert (other.name, other.percent, other.used) == ("Balanced point", "45.0%", False)


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
    assert result_of(prediction=PredictionFactory(energy_inside=0.2)).explanation.mostly_outside


def test_only_an_unsure_result_speaks_of_its_uncertainty():
    assert result_of().uncertain is None
    unsure = result_of(prediction=PredictionFactory(uncertainty=0.7, verdict="needs_a_person"))
    assert unsure.uncertain == ("70.00000%", "70.00000%")
