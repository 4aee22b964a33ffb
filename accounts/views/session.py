"""How long the session lasts, and the wish to stay."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.session_age import is_final, renew, seconds_left


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session(request) -> HttpResponse:
    """Who is signed in and for how many seconds; only POST prolongs it. Nobody, and none, once it has ended.

    `final`: twelve hours after signing in nothing prolongs it any more.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"user": None, "seconds": 0})
    if request.method == "POST":
        renew(request.session)
    left = {"seconds": seconds_left(request.session), "final": is_final(request.session)}
    return JsonResponse({"user": request.user.pk, **left})
