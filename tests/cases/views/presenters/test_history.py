"""How the result of a picture changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.views.presenters.history import result_change
from tests.factories import AnalysisFactory, DoneAnalysisFactory, LesionImageFactory, PredictionFactory

pytestmark = pytest.mark.django_db
BENIGN = {"verdict": "likely_benign", "malignant_probability": 0.08}
UNSURE = {"verdict": "needs_a_person", "uncertainty": 0.81}


def runs(*predictions):
    """The newest first: a done analysis for each dictionary, a queued one for None, all of one picture."""
    image, now = LesionImageFactory(), timezone.now()
    for age, fields in enumerate(predictions):
        made = (
            AnalysisFactory(image=image)
            if fields is None
            else DoneAnalysisFactory(image=image, prediction=PredictionFactory(**fields))
        )
        type(made).objects.filter(pk=made.pk).update(queued_at=now - timedelta(hours=age))
    return list(image.analyses.select_related("prediction"))


def test_from_what_to_what():
    assert result_change(runs({}, BENIGN)) == "Result changed from likely benign (8.0%) to suspicious (65.0%)."


def test_the_same_again():
    assert result_change(runs(BENIGN, BENIGN, {})) == "Result unchanged: likely benign (8.0%)."


def test_where_a_person_must_judge_no_probability_is_named():
    assert result_change(runs(UNSURE, {})) == "Result changed from suspicious (65.0%) to needs a person."


def test_nothing_to_compare():
    assert result_change([]) == ""
    assert result_change(runs({})) == ""
    assert result_change(runs(None, {}, BENIGN)) == "", "the newest result is not there yet"
