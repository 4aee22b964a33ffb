"""Tokens stop working before their time."""

from uuid import UUID

from django.utils import timezone

from accounts.models import RefreshToken, User


def revoke_tokens(*, user: User, because: str, family: UUID | None = None) -> int:
    """Ends one family, or all families of `user`; their access tokens end with them.

    Args:
        because: a stable word: "reused", "signed_out", "password_changed", "switched_off", "second_factor" or
            "factor_reset".

    Returns:
        How many tokens it ended; 0 where they were ended before.
    """
    tokens = RefreshToken.objects.filter(user=user, revoked_at__isnull=True)
    if family is not None:
        tokens = tokens.filter(family=family)
    return tokens.update(revoked_at=timezone.now(), revoked_because=because)
