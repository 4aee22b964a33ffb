"""Three verdicts and which rule comes first."""

import pytest

from ml.verdict import verdict_of


@pytest.mark.parametrize(
    ("malignant", "uncertainty", "expected"),
    [
        (0.19, 0.1, "likely_benign"),
        (0.20, 0.1, "suspicious"),
        (0.95, 0.1, "suspicious"),
        (0.01, 0.6, "needs_a_person"),
        (0.95, 0.6, "needs_a_person"),
        (0.19, 0.5, "needs_a_person"),
    ],
)
def test_the_verdict(malignant, uncertainty, expected):
    said = verdict_of(
        malignant_probability=malignant, threshold=0.2, uncertainty=uncertainty, uncertainty_threshold=0.5
    )
    assert said == expected
