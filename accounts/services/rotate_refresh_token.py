"""A refresh token is exchanged for a new pair, once."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import RefreshToken as SignedRefreshToken

from accounts.models import RefreshToken
from accounts.second_factor.needed import lacks_factor
from accounts.services.issue_tokens import TokenPair, issue_tokens
from accounts.services.record_event import record_event
from accounts.services.revoke_tokens import revoke_tokens

REFUSED = "This token is not valid any more. Sign in again."


def rotate_refresh_token(*, refresh: str) -> TokenPair:
    """A new pair of the same family.

    One conditional UPDATE decides who wins. A second use means that two parties hold the token, and nobody can say
    which of them is the thief: the whole family ends.

    Raises:
        ValidationError: code "token_refused": forged, expired, used, revoked, or its account may not sign in.
    """
    try:
        signed = SignedRefreshToken(refresh)
    except TokenError as error:
        raise ValidationError(REFUSED, code="token_refused") from error
    jti_sha256 = hashlib.sha256(signed["jti"].encode()).hexdigest()
    now = timezone.now()
    with transaction.atomic(durable=True):  # durable: a caller that rolled back would undo the end of a stolen family
        # conditions on this one table only: PostgreSQL does not look again into a joined one after waiting for the row
        won = RefreshToken.objects.filter(
            jti_sha256=jti_sha256, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
        ).update(used_at=now)
        token = RefreshToken.objects.select_related("user").filter(jti_sha256=jti_sha256).first()
        if won and _may_go_on(token, signed.get("password", "")):
            # used and replaced in one transaction: whoever comes second and ends the family finds the new row too
            return issue_tokens(user=token.user, family=token.family)
        if token is not None and token.used_at is not None and not won:
            _end_stolen_family(token)
    # outside, because raising inside would undo the revocation
    raise ValidationError(REFUSED, code="token_refused")


def _may_go_on(token: RefreshToken, password: str) -> bool:
    user = token.user
    ended = RefreshToken.objects.filter(family=token.family, revoked_at__isnull=False).exists()
    same_password = constant_time_compare(password, user.get_session_auth_hash())
    may_sign_in = user.is_active and user.approved_at is not None and not lacks_factor(user)
    return may_sign_in and same_password and not ended


def _end_stolen_family(token: RefreshToken) -> None:
    if revoke_tokens(user=token.user, family=token.family, because="reused"):
        record_event(
            act="user.token_reused",
            by=None,
            about=token.user,
            clinic_id=token.user.clinic_id,
            detail={"family": str(token.family)},
        )
