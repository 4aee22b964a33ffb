"""An account receives a pair of tokens."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from rest_framework_simplejwt.tokens import AccessToken
from rest_framework_simplejwt.tokens import RefreshToken as SignedRefreshToken

from accounts.models import RefreshToken, User
from accounts.services.record_event import record_event


@dataclass(frozen=True)
class TokenPair:
    """Two signed tokens as text: `access` for five minutes, `refresh` for one use."""

    access: str
    refresh: str


def issue_tokens(*, user: User, family: UUID | None = None, factor: str = "") -> TokenPair:
    """A new pair; without `family` it is a sign-in and begins a family of its own.

    Both carry the family and a fingerprint of password and role, so that either's end is theirs. The table keeps only a
    hash of the refresh token's number: who reads the table cannot use it.

    Args:
        factor: how the second factor was proved, "app" or "recovery", for the audit trail; empty without one.
    """
    signs_in = family is None
    family = family or uuid4()
    refresh, access = SignedRefreshToken(), AccessToken()
    for token in (refresh, access):
        token["user_id"] = str(user.pk)
        token["family"] = str(family)
        token["password"] = user.get_session_auth_hash()
    now = timezone.now()
    with transaction.atomic():
        # a day after its end nobody asks about a token any more, not even to see whether it was stolen
        user.refresh_tokens.filter(expires_at__lt=now - timedelta(days=1)).delete()
        RefreshToken.objects.create(
            user=user,
            family=family,
            jti_sha256=hashlib.sha256(refresh["jti"].encode()).hexdigest(),
            expires_at=now + refresh.lifetime,
        )
        if signs_in:
            record_event(
                act="user.signed_in",
                by=user,
                about=user,
                detail={"through": "api"} | ({"factor": factor} if factor else {}),
            )
    return TokenPair(access=str(access), refresh=str(refresh))
