"""One log line per request: method, route, status, milliseconds, user id. Never a query or a name."""

import logging
import time

log = logging.getLogger("skinlesion.request")


class RequestLogMiddleware:
    """Logs the route's pattern, not the address: a search term or a reset token in it must not reach the log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Serve, then say how it went."""
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        route = f"/{match.route}" if match else "(no such address)"
        ids = " ".join(
            f"{name}={value}" for name, value in (match.kwargs if match else {}).items() if type(value) is int
        )
        user = getattr(request, "user", None)
        log.info(
            "%s %s %s %d %.0f ms user=%s",
            request.method,
            route,
            ids or "-",
            response.status_code,
            (time.perf_counter() - started) * 1000,
            user.pk if user is not None and user.is_authenticated else "-",
        )
        return response
