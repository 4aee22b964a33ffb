"""The one place that turns errors into a page, a fragment for htmx, or JSON for programs."""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template import loader

from accounts.page_before import page_before
from accounts.request_id import current_request_id
from analysis.outage import outage_of
from skinlesion.api_errors import api_error, api_exception_handler
from skinlesion.database_away import RETRY_AFTER, database_away

__all__ = ["api_exception_handler", "bad_request", "csrf_failure", "forbidden", "not_found", "server_error"]

# status -> code for programs, heading, what to do
ERRORS = {
    400: ("bad_request", "This request makes no sense to the site", "Go back and try once more."),
    403: ("forbidden", "You may not do this", "Your account does not allow it. Ask an administrator of your clinic."),
    404: ("not_found", "Nothing here", "The address is mistyped, or the record belongs to another clinic."),
    413: ("too_large", "This is more than the site takes at once", "Send fewer files, or less text, at a time."),
    500: ("server_error", "Something broke on our side", "Nothing that was stored is lost. Please try again."),
    503: (
        "try_again",
        "The database does not answer just now",
        "Nothing that was stored is lost. Try again in a few seconds.",
    ),
}
# kind of outage -> status, code for programs, heading, what to do
OUTAGES = {
    "storage_away": (
        503,
        "storage_away",
        "The storage of the pictures does not answer",
        "What was stored is safe, and nothing is stored by halves. Please try again in a few minutes.",
    ),
    "no_room": (
        507,
        "no_room",
        "There is no room left on this site",
        "What was stored is safe, and nothing is stored by halves. Please tell your administrator, then try again.",
    ),
}
LOST_FILE = (
    "A file that belongs here is missing",
    "The record knows it, but the storage does not have it. Please tell your administrator: fsck says which one it is.",
)
STALE_FORM = (
    "This page was open for too long",
    "Nothing was stored. Go back to the page and send the form again; what you typed is kept.",
)
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 for a form with more in it than the site reads."""
    if database_away(exception):  # a session that could not be saved: Django calls that a bad request
        return _answer(request, 503)
    return _answer(request, 413 if isinstance(exception, TOO_LARGE) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but the role does not allow it."""
    return _answer(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such address, or not this person's record; both look the same."""
    return _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, with the id under which the log knows more; 503 or 507 where all of the site lacks storage or room."""
    # Django hands the error to nobody, but asks for the answer while it is being handled
    error = sys.exception()
    if outage := outage_of(error):
        return _answer(request, OUTAGES[outage][0], outage=outage)
    if isinstance(error, FileNotFoundError):
        return _answer(request, 500, sentences=LOST_FILE)  # the usual sentence, that nothing is lost, would be a lie
    return _answer(request, 503 if database_away(error) else 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its token, mostly a page older than the session."""
    return _answer(request, 403, sentences=STALE_FORM)


def _answer(
    request: HttpRequest, status: int, sentences: tuple[str, str] | None = None, outage: str = ""
) -> HttpResponse:
    code, *usual = OUTAGES[outage][1:] if outage else ERRORS[status]
    heading, advice = sentences or usual
    headers = {"Retry-After": str(RETRY_AFTER)} if status == 503 else {}
    if request.path.startswith("/api/"):
        return api_error(status=status, code=code, message=f"{heading}. {advice}", headers=headers)
    fragment = bool(getattr(request, "htmx", False))
    # without the request's context processors: a broken session or database must not break this page too
    body = loader.render_to_string(
        "errors/fragment.html" if fragment else "errors/page.html",
        {
            "status": status,
            "heading": heading,
            "advice": advice,
            "request_id": current_request_id(),
            "back": _way_back(request),
        },
    )
    headers |= {"HX-Retarget": "#toasts", "HX-Reswap": "innerHTML"} if fragment else {}
    return HttpResponse(body, status=status, headers=headers)


def _way_back(request: HttpRequest) -> str:
    """The page with the link or form; not where the person is already, which would only fail again."""
    before = page_before(request)
    return "" if request.method == "GET" and before == request.get_full_path() else before
