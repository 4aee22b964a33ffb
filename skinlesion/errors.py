"""The one place that turns errors into a page, a fragment for htmx, or JSON for programs."""

from django.http import HttpRequest, HttpResponse
from django.template import loader

from accounts.request_id import current_request_id
from skinlesion.api_errors import api_error, api_exception_handler

__all__ = ["api_exception_handler", "bad_request", "csrf_failure", "forbidden", "not_found", "server_error"]

# status -> code for programs, heading, what to do
ERRORS = {
    400: ("bad_request", "This request makes no sense to the site", "Go back and try once more."),
    403: ("forbidden", "You may not do this", "Your account does not allow it. Ask an administrator of your clinic."),
    404: ("not_found", "Nothing here", "The address is mistyped, or the record belongs to another clinic."),
    500: ("server_error", "Something broke on our side", "Nothing that was stored is lost. Please try again."),
}
STALE_FORM = ("This page was open for too long", "Reload the page and send the form again.")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _answer(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but the role does not allow it."""
    return _answer(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: no such address, or not this person's record; both look the same."""
    return _answer(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, with the id under which the log knows more."""
    return _answer(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its token, mostly a page older than the session."""
    return _answer(request, 403, sentences=STALE_FORM)


def _answer(request: HttpRequest, status: int, sentences: tuple[str, str] | None = None) -> HttpResponse:
    code, *usual = ERRORS[status]
    heading, advice = sentences or usual
    if request.path.startswith("/api/"):
        return api_error(status=status, code=code, message=f"{heading}. {advice}")
    fragment = bool(getattr(request, "htmx", False))
    # without the request's context processors: a broken session or database must not break this page too
    body = loader.render_to_string(
        "errors/fragment.html" if fragment else "errors/page.html",
        {"status": status, "heading": heading, "advice": advice, "request_id": current_request_id()},
    )
    headers = {"HX-Retarget": "#toasts", "HX-Reswap": "innerHTML"} if fragment else {}
    return HttpResponse(body, status=status, headers=headers)
