"""Somebody gets codes for paper."""

from django.db import transaction

from accounts.models import RecoveryCode, User
from accounts.second_factor.recovery import hash_of, new_codes
from accounts.services.record_event import record_event


def renew_recovery_codes(*, user: User) -> list[str]:
    """Ten new ones in place of all before, to be shown once: the table keeps only their hashes."""
    codes = new_codes()
    with transaction.atomic():
        user.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(
            [RecoveryCode(user=user, code_sha256=hash_of(user.pk, code)) for code in codes]
        )
        record_event(act="user.recovery_codes_renewed", by=user, about=user, detail={"codes": len(codes)})
    return codes
