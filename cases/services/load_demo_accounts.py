"""The demo's clinics and accounts exist."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Clinic, User
from accounts.services.record_event import record_event
from cases.demo.accounts import ACCOUNTS, CLINICS


def load_demo_accounts() -> dict[str, User]:
    """The demo's accounts by e-mail; missing ones are made, existing ones stay as they are, password included."""
    with transaction.atomic():
        clinics = {key: Clinic.objects.get_or_create(name=name)[0] for key, name in CLINICS.items()}
        known = {user.email: user for user in User.objects.filter(email__in=[one.email for one in ACCOUNTS])}
        for account in ACCOUNTS:
            if account.email in known:
                continue
            known[account.email] = user = User.objects.create_user(
                account.email,
                settings.DEMO_PASSWORD,
                full_name=account.full_name,
                role=account.role,
                clinic=clinics[account.clinic],
                approved_at=timezone.now(),
            )
            record_event(act="user.made_for_the_demo", by=None, about=user, clinic_id=user.clinic_id)
    return known
