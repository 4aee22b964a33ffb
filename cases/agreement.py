"""Whether a clinician's decision follows the networks' result: one rule, for signing, for the page and for figures."""

from cases.diagnoses import BY_CODE

AGREES, DISAGREES, NO_RESULT = "agrees", "disagrees", "no_result"  # `cases.models.Review.Agreement`

# the same rule for people; shown where a decision is made
IN_WORDS = (
    "A suspicious result is disagreed with by dismissing a lesion that is not called malignant.",
    "A likely benign result is disagreed with by a malignant diagnosis, or by excision or biopsy.",
    "Where the networks have no result, or leave it to a person, there is nothing to agree with.",
)


def agreement(verdict: str | None, *, diagnosis: str, management: str) -> str:
    """Says "agrees", "disagrees" or "no_result".

    Follow-up, referral or excision of a lesion that the networks call suspicious follows them, whatever its name: the
    suspicion is acted on. A diagnosis whose name does not tell whether it is malignant counts as not malignant here,
    because dismissing it leaves the suspicion without an answer.

    Args:
        verdict: of the result that speaks for the case (`cases.selectors.speaking_analysis`); None without one.
        diagnosis: a code of `cases.diagnoses`.
        management: "dismiss", "follow_up", "excise" or "refer".
    """
    malignant = BY_CODE[diagnosis].malignant is True
    if verdict == "suspicious":
        return DISAGREES if management == "dismiss" and not malignant else AGREES
    if verdict == "likely_benign":
        return DISAGREES if malignant or management == "excise" else AGREES
    return NO_RESULT
