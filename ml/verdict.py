"""What the probabilities mean for the patient in front of you: three words, each with a rule that was fitted on val."""

import numpy as np

from ml.diagnoses import MALIGNANT_INDICES

SUSPICIOUS, LIKELY_BENIGN, NEEDS_A_PERSON = "suspicious", "likely_benign", "needs_a_person"


def deciding_diagnosis(probabilities: np.ndarray, verdict: str) -> int:
    """The diagnosis on which the verdict rests, which the explanation is about.

    A picture is suspicious for what speaks for a malignant diagnosis, also where a benign one is more probable.

    Args:
        probabilities: float (7,), in the order of `ml.diagnoses.CODES`.
        verdict: of `verdict_of`.

    Returns:
        Its index: the most probable malignant one of a suspicious picture, else the most probable one.
    """
    if verdict == SUSPICIOUS:
        return max(MALIGNANT_INDICES, key=lambda index: probabilities[index])
    return int(probabilities.argmax())


def verdict_of(
    *, malignant_probability: float, threshold: float, uncertainty: float, uncertainty_threshold: float
) -> str:
    """The verdict.

    An answer that cannot be relied on is handed over before it is compared with anything: a number from views that
    contradict each other would be read as more than it is.

    Args:
        malignant_probability: 0..1, of akiec, bcc and mel together.
        threshold: 0..1, malignant probability of the operating point.
        uncertainty: 0..1, see `ml.probabilities.uncertainty_of`.
        uncertainty_threshold: from which uncertainty on a person decides.
    """
    if uncertainty >= uncertainty_threshold:
        return NEEDS_A_PERSON
    return SUSPICIOUS if malignant_probability >= threshold else LIKELY_BENIGN
