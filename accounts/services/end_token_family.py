"""Somebody signs a program out."""

import hashlib

from django.db import transaction
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import RefreshToken as SignedRefreshToken

from accounts.models import RefreshToken
from accounts.services.record_event import record_event
from accounts.services.revoke_tokens import revoke_tokens


def end_token_family(*, refresh: str) -> bool:
    """Ends every token that came from the same sign-in as `refresh`, a used one included.

    Returns:
        Whether something ended; False for a token that had ended before or was never ours.
    """
    try:
        signed = SignedRefreshToken(refresh)
    except TokenError:
        return False
    jti_sha256 = hashlib.sha256(signed["jti"].encode()).hexdigest()
    token = RefreshToken.objects.select_related("user").filter(jti_sha256=jti_sha256).first()
    if token is None:
        return False
    with transaction.atomic():
        ended = bool(revoke_tokens(user=token.user, family=token.family, because="signed_out"))
        if ended:
            record_event(act="user.signed_out", by=token.user, about=token.user, detail={"through": "api"})
    return ended
