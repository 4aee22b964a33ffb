"""Somebody signs out."""

from django.contrib.auth.views import LogoutView
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from accounts.services.record_event import record_event


@method_decorator(require_POST, name="dispatch")
class SignOut(LogoutView):
    """By POST only, so that no picture or link signs anybody out."""

    def post(self, request, *args, **kwargs):
        """Ends the session of this browser."""
        if request.user.is_authenticated:
            record_event(act="user.signed_out", by=request.user, about=request.user, detail={"through": "page"})
        return super().post(request, *args, **kwargs)
