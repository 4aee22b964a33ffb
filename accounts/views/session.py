"""How long the session lasts, and the wish to stay."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.session_age import renew, seconds_left


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session(request) -> HttpResponse:
    """Who is signed in and for how many seconds; only POST prolongs it. Nobody, and none, once it has ended."""
    if not request.user.is_authenticated:
        return JsonResponse({"user": None, "seconds": 0})
    if request.method == "POST":
        renew(request.session)
    return JsonResponse({"user": request.user.pk, "seconds": seconds_left(request.session)})
