"""Whoever must have a second factor and has none can set one up, and nothing else."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.second_factor.needed import lacks_factor

OPEN = {
    "accounts:second_factor",
    "accounts:sign_out",
    "accounts:session",
    "accounts:sign_in",
    "admin:logout",
    "livez",
    "readyz",
    "metrics",
}


class SecondFactorMiddleware:
    """Behind the session: tokens are refused by `accounts.api.authentication`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Every view asks, once it is known which."""
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> HttpResponse | None:
        """Pages lead to the set-up; programs and fragments get 403."""
        if settings.SECOND_FACTOR_LATER or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if request.resolver_match.view_name in OPEN or not lacks_factor(request.user):
            return None
        if request.path.startswith("/api/") or getattr(request, "htmx", False):
            raise PermissionDenied("second_factor_needed")
        return redirect("accounts:second_factor")
