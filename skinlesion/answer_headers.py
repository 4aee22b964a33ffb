"""What every answer says to the browser beyond Django's own headers."""

from django.http import HttpRequest, HttpResponseBase


class AnswerHeadersMiddleware:
    """No other site embeds it, no cache keeps it unless a view says so, and no address is told on.

    A page needs `Referrer-Policy: same-origin` (SECURE_REFERRER_POLICY): under `no-referrer` browsers send its forms
    with `Origin: null`, which the check of forged requests refuses. What is no page has no forms, and tells nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with its headers."""
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private, no-store")
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers["Referrer-Policy"] = "no-referrer"
        return response
