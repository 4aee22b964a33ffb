"""Somebody asks for an account."""

from functools import partial

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from accounts.mail import mail_person
from accounts.models import Clinic, User
from accounts.services.record_event import record_event


def sign_up(*, email: str, full_name: str, clinic: Clinic, password: str) -> None:
    """An account that waits for an administrator of the clinic, and a letter that says so.

    An address that has an account already keeps it as it is, and its owner gets a letter instead. Work and answer
    are the same in both cases: the page must not tell strangers who has an account.
    """
    hashed = make_password(password)
    user = User(email=email.strip().lower(), full_name=full_name, clinic=clinic, password=hashed)
    try:
        with transaction.atomic():
            user.save()
            record_event(act="user.signed_up", by=user, about=user)
            transaction.on_commit(partial(mail_person, user=user, letter="signed_up"))
    except IntegrityError:
        owner = User.objects.filter(email=user.email).first()
        if owner is None:  # another constraint than the address
            raise
        record_event(act="user.signed_up_again", by=None, about=owner, clinic_id=owner.clinic_id)
        mail_person(user=owner, letter="signed_up_again")
