"""Three verdicts and which rule comes first."""

import numpy as np
import pytest

from ml.diagnoses import CODES
from ml.verdict import deciding_diagnosis, verdict_of


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


@pytest.mark.parametrize(
    ("verdict", "expected"), [("suspicious", "mel"), ("likely_benign", "nv"), ("needs_a_person", "nv")]
)
def test_a_suspicious_picture_is_explained_by_what_makes_it_suspicious(verdict, expected):
    probabilities = np.array([0.05, 0.1, 0.1, 0.02, 0.3, 0.42, 0.01])
    assert CODES[deciding_diagnosis(probabilities, verdict)] == expected
