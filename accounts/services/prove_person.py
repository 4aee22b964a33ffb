"""A program signs in for somebody: password and, where the account has one, the second factor in one request."""

from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.second_factor.needed import lacks_factor
from accounts.services.check_credentials import check_credentials
from accounts.services.check_second_factor import check_second_factor

CODE_NEEDED = "This account has a second factor: send its code as `code`."
FACTOR_NEEDED = "An administrator needs a second factor. Set it up on the pages of this site, then sign in here."


def prove_person(*, email: str, password: str, code: str = "", address: str = "") -> tuple[User, str]:
    """The account, and how its second factor was proved ("app", "recovery", or "" where it has none).

    Raises:
        TooMany: see `check_credentials` and `check_second_factor`.
        ValidationError: code "wrong_credentials", "code_needed", "wrong_code" or "factor_needed".
    """
    user = check_credentials(email=email, password=password, address=address)
    if lacks_factor(user):
        raise ValidationError(FACTOR_NEEDED, code="factor_needed")
    if not user.has_second_factor:
        return user, ""
    if not code:
        raise ValidationError(CODE_NEEDED, code="code_needed")
    return user, check_second_factor(user=user, code=code)
