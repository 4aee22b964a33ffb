"""What somebody had before their eyes when they saved or signed: a short name for the content of a review."""

import json
from hashlib import sha256

CONTENT = ("diagnosis", "management", "follow_up_weeks", "notes", "abcd", "seven_point", "override_reason")


def fingerprint(review, analysis=None) -> str:
    """Differs as soon as the content of `review` differs, or the result that speaks for its case when it is given.

    A page sends it back with what it saves or signs; if a colleague was faster, the act is refused.
    """
    content = [getattr(review, name) for name in CONTENT]
    said = json.dumps([content, analysis.pk if analysis else None], sort_keys=True)
    return sha256(said.encode()).hexdigest()[:16]
