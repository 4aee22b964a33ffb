"""Whether a decision follows the result: the whole table."""

from itertools import product

import pytest

from analysis.models import Prediction
from cases.agreement import AGREES, DISAGREES, NO_RESULT, agreement
from cases.diagnoses import DIAGNOSES
from cases.models import Review

ALL = Review.Management.values


@pytest.mark.parametrize(
    ("verdict", "diagnosis", "management", "says"),
    [
        ("suspicious", "nv", "dismiss", DISAGREES),
        ("suspicious", "other_benign", "dismiss", DISAGREES),
        ("suspicious", "other", "dismiss", DISAGREES),  # the name does not tell, and the suspicion has no answer
        ("suspicious", "nv", "follow_up", AGREES),
        ("suspicious", "nv", "excise", AGREES),
        ("suspicious", "nv", "refer", AGREES),
        ("suspicious", "mel", "excise", AGREES),
        ("suspicious", "bcc", "dismiss", AGREES),  # named malignant, and left alone for another reason
        ("likely_benign", "nv", "dismiss", AGREES),
        ("likely_benign", "nv", "follow_up", AGREES),
        ("likely_benign", "nv", "refer", AGREES),
        ("likely_benign", "nv", "excise", DISAGREES),
        ("likely_benign", "mel", "refer", DISAGREES),
        ("likely_benign", "scc", "dismiss", DISAGREES),
        ("likely_benign", "other", "dismiss", AGREES),
    ],
)
def test_the_table(verdict, diagnosis, management, says):
    assert agreement(verdict, diagnosis=diagnosis, management=management) == says


@pytest.mark.parametrize("verdict", [None, "needs_a_person"])
def test_without_a_sure_result_there_is_nothing_to_agree_with(verdict):
    for diagnosis, management in product(DIAGNOSES, ALL):
        assert agreement(verdict, diagnosis=diagnosis.code, management=management) == NO_RESULT


def test_every_combination_has_an_answer_that_the_record_knows():
    for verdict, diagnosis, management in product(Prediction.Verdict.values, DIAGNOSES, ALL):
        assert agreement(verdict, diagnosis=diagnosis.code, management=management) in Review.Agreement.values
