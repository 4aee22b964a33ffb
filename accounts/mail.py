"""Short letters to one person about their account."""

import logging
from threading import Thread

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from accounts.models import User

log = logging.getLogger(__name__)


def mail_person(*, user: User, letter: str, context: dict | None = None) -> bool:
    """Sends `accounts/mail/<letter>.txt`, whose first line is the subject.

    A mail server that is down is logged and no more: what somebody did on the page has happened all the same.

    Returns:
        Whether the mail server took it.
    """
    text = render_to_string(f"accounts/mail/{letter}.txt", {"person": user, **(context or {})})
    subject, _, body = text.partition("\n")
    try:
        EmailMessage(subject.strip(), body.strip() + "\n", to=[user.email]).send()
    except OSError:  # smtplib's errors are OSErrors too
        log.exception("Mail %s to user %s was not taken", letter, user.pk)
        return False
    return True


def mail_later(user: User | None, *, letter: str, context: dict | None = None) -> Thread:
    """The same beside the answer, which is the same and as quick where there is nobody to write to: None.

    A web process that is told to stop waits for it.
    """
    sending = Thread(target=_mail, args=(user, letter, context), name=f"mail {letter}")
    sending.start()
    return sending


def _mail(user: User | None, letter: str, context: dict | None) -> None:
    if user is not None:
        mail_person(user=user, letter=letter, context=context)
