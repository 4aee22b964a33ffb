"""Is this process alive, and is the whole ready to take pictures?"""

from django.http import HttpRequest, HttpResponse


def livez(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Filled in next."""
    return HttpResponse("ok", content_type="text/plain")
