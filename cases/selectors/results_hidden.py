"""Whether the networks' results of a case still wait for a clinician's own impression."""

from collections.abc import Iterable

from cases.models import Case, Review


def results_hidden(case: Case, reviews: Iterable[Review]) -> bool:
    """Where the clinic says "my impression first", until somebody has written one, or signed without.

    Args:
        case: with its lesion, patient and clinic.
        reviews: all of the case, drafts too.
    """
    if not case.lesion.patient.clinic.impression_first:
        return False
    return not any(review.impression_at or review.signed_at for review in reviews)
