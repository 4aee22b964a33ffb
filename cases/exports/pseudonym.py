"""Names that mean nothing outside this site."""

from django.utils.crypto import salted_hmac


def pseudonym(kind: str, key: int) -> str:
    """The same for the same row in every export; without the site's secret key nobody can find the row, or guess one.

    Args:
        kind: "patient", "lesion" or "picture".
        key: the row's id.
    """
    return f"SL_{salted_hmac(f'cases.exports.{kind}', str(key), algorithm='sha256').hexdigest()[:16]}"
