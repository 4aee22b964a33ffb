"""The page of this site that a request came from."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.http import url_has_allowed_host_and_scheme


def page_before(request: HttpRequest) -> str:
    """Path and query of the page with the link or form, "" when it is unknown or of another site."""
    came_from = request.headers.get("Referer", "")
    here = request.META.get("HTTP_HOST", "")
    if not here or not split_domain_port(here)[0] or not url_has_allowed_host_and_scheme(came_from, {here}):
        return ""
    parts = urlsplit(came_from)
    # a browser reads //name/ as another site
    if not parts.netloc or not parts.path.startswith("/") or parts.path[1:2] in ("/", "\\"):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
