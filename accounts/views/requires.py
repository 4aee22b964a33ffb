"""The guard before every page: signed in, and allowed the act."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode

from accounts.page_before import page_before
from accounts.roles import Act, may


def requires(act: Act) -> Callable:
    """Decorates a page: strangers go to the sign-in page, people whose role lacks `act` get 403.

    The answer is never stored by the browser: after signing out, "back" shows no record.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if not may(request.user, act):
                raise PermissionDenied
            response = view(request, *args, **kwargs)
            if not response.has_header("Cache-Control"):
                patch_cache_control(response, private=True, no_store=True)
            return response

        return guarded

    return decorate


def _to_sign_in(request) -> HttpResponse:
    """A redirect, or for htmx a header: a redirect would put the sign-in page inside the fragment."""
    if getattr(request, "htmx", False):
        page = request.htmx.current_url_abs_path or ""
        query = f"?{urlencode({'next': page})}" if page else ""
        return HttpResponse(status=401, headers={"HX-Redirect": resolve_url(settings.LOGIN_URL) + query})
    if request.method not in ("GET", "HEAD"):
        return redirect_to_login(page_before(request) or "/")  # a form's own address may show nothing when opened
    return redirect_to_login(request.get_full_path())
