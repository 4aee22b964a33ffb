"""What the probabilities mean for the patient in front of you: three words, each with a rule that was fitted on val."""

SUSPICIOUS, LIKELY_BENIGN, NEEDS_A_PERSON = "suspicious", "likely_benign", "needs_a_person"


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
