"""How often one person may do what is dear, over the API."""

from rest_framework.throttling import BaseThrottle

from accounts.limits import spend


class PersonThrottle(BaseThrottle):
    """A view may say `limits = {"POST": "uploads"}`; asked after the permission, so that it is a person's own."""

    def allow_request(self, request, view) -> bool:
        """Always, unless it raises `TooMany`: that knows the sentence and the time to wait."""
        method = "GET" if request.method == "HEAD" else request.method
        if limit := getattr(view, "limits", {}).get(method):
            spend(limit, request.user.pk)
        return True
