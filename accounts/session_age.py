"""When a session ends: so long after its person last did something, and at the latest so long after signing in.

Pages that ask by themselves do not prolong it.
"""

import time

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout

RENEWED_AT = "renewed_at"
BEGAN_AT = "began_at"
HEADER = "X-Session-Seconds"
# not each request writes the session: only when this share of its life is gone
WORTH_RENEWING = 0.1


def seconds_left(session) -> int:
    """How long this session still lasts, in seconds; 0 when it has ended or nobody is signed in."""
    if SESSION_KEY not in session:
        return 0
    renewed_at = session.get(RENEWED_AT, time.time())
    return max(0, int(min(renewed_at + settings.SESSION_COOKIE_AGE, _last_end(session)) - time.time()))


def is_final(session) -> bool:
    """Whether its next end is the one that nothing puts off."""
    return session.get(RENEWED_AT, time.time()) + settings.SESSION_COOKIE_AGE >= _last_end(session)


def _last_end(session) -> float:
    return session.get(BEGAN_AT, time.time()) + settings.SESSION_MAX_AGE


def renew(session) -> None:
    """It lasts its full time again from now on, if its last end is not nearer."""
    session[RENEWED_AT] = int(time.time())


def begin(sender, request, user, **_) -> None:
    """Receiver of `user_logged_in`: both clocks start."""
    request.session[BEGAN_AT] = int(time.time())
    renew(request.session)


class SessionAgeMiddleware:
    """Ends a session that is too old, prolongs it when its person does something, says in each answer what is left."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Serve the request, with the session as it is by now."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            self._keep(request)
        response = self.get_response(request)
        if request.session.accessed and (left := seconds_left(request.session)):
            response[HEADER] = str(left)
        return response

    def _keep(self, request) -> None:
        left = seconds_left(request.session)
        worth_it = left < settings.SESSION_COOKIE_AGE * (1 - WORTH_RENEWING)
        if not left:
            logout(request)
        # a session from before this was counted has no times yet
        elif BEGAN_AT not in request.session:
            begin(None, request, None)
        elif worth_it and _by_hand(request) and not is_final(request.session):
            renew(request.session)


def _by_hand(request) -> bool:
    """Opening a page, or sending something; not what a page asks for by itself: pictures, progress, counts."""
    if request.method not in ("GET", "HEAD"):
        return True
    return "HX-Request" not in request.headers and "text/html" in request.headers.get("Accept", "")


def session_end(request) -> dict:
    """Context processor: `session_seconds`, how long the session of whoever looks still lasts, of `session_age`."""
    left = seconds_left(request.session) if hasattr(request, "session") else 0
    return {"session_seconds": left, "session_age": settings.SESSION_COOKIE_AGE}
