"""Between password and code: who has proved only the one. Kept in the session, which is nobody's yet."""

import time

from django.utils.crypto import constant_time_compare

from accounts.models import User

KEY = "password_proved"
SECONDS = 300  # to look for the telephone


def begin(session, user: User) -> None:
    """The password was right. The session gets another key, so that nobody who knew the old one shares this."""
    session.cycle_key()
    session[KEY] = {"user": user.pk, "entry": user.get_session_auth_hash(), "at": int(time.time())}


def whose(session) -> User | None:
    """Who has to give a code; None when nobody has, it was too long ago, or the account has changed since."""
    known = session.get(KEY)
    if not known or time.time() - known["at"] > SECONDS:
        return None
    user = User.objects.filter(pk=known["user"], is_active=True, approved_at__isnull=False).first()
    if user is None or not constant_time_compare(known["entry"], user.get_session_auth_hash()):
        return None
    return user


def end(session) -> None:
    """Nobody has to, any more."""
    session.pop(KEY, None)
