"""What a run can have come to, in the order of every table about changes."""

from ml.diagnoses import NAMES

# the worrying first; "none" is a picture that nobody had analysed before
OUTCOMES: dict[str, str] = {
    "suspicious": "Suspicious",
    "needs_a_person": "Needs a person",
    "likely_benign": "Likely benign",
    "refused": "Cannot analyse",
    "failed": "Failed",
    "waiting": "Not finished",
    "none": "No analysis",
}
NOT_STATED = "not_stated"  # results of classifiers before 2.0.0 name no leading diagnosis
ANSWERS: dict[str, str] = {
    **NAMES,
    NOT_STATED: "Not stated",
    **{code: words for code, words in OUTCOMES.items() if code not in ("suspicious", "likely_benign")},
}
