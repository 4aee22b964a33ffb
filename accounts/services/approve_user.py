"""An administrator lets somebody in."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.mail import mail_person
from accounts.models import User
from accounts.services.record_event import record_event


def approve_user(*, user: User, by: User) -> bool:
    """The waiting account may sign in from now on, and its owner gets a letter.

    Returns:
        False where somebody else was faster or it never waited; then nothing happens.
    """
    with transaction.atomic():
        waiting = User.objects.filter(pk=user.pk, approved_at__isnull=True)
        if not waiting.update(approved_at=timezone.now(), approved_by=by):
            return False
        user.refresh_from_db(fields=["approved_at", "approved_by"])
        record_event(act="user.approved", by=by, about=user, clinic_id=user.clinic_id)
        transaction.on_commit(partial(mail_person, user=user, letter="approved"))
    return True
