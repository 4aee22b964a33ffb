"""What a role may do, over the API."""

from rest_framework.permissions import SAFE_METHODS, BasePermission

from accounts.roles import Act, may


class RoleAllows(BasePermission):
    """Reading needs SEE_RECORD, everything else WRITE_RECORD; a view may say `acts = {"POST": Act.ANALYSE}`."""

    def has_permission(self, request, view) -> bool:
        """Asks the same table as the pages; HEAD runs what GET runs, so it needs the same."""
        method = "GET" if request.method == "HEAD" else request.method
        usual = Act.SEE_RECORD if method in SAFE_METHODS else Act.WRITE_RECORD
        return may(request.user, getattr(view, "acts", {}).get(method, usual))
