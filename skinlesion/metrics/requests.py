"""Requests, counted where they are answered: in this process, or under gunicorn in files that all workers share.

gunicorn.conf.py names the folder of those files before this module, and with it prometheus_client, is imported.
"""

import time

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from prometheus_client import Counter, Histogram

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
REQUESTS = Counter("skinlesion_requests", "Requests answered.", ["method", "route", "status"], registry=None)
SECONDS = Histogram(
    "skinlesion_request_seconds",
    "How long an answer took.",
    ["route"],
    registry=None,
    # the pages' goal is 0.2 s, a client gives up at 30
    buckets=(0.05, 0.1, 0.2, 0.5, 1, 2.5, 10, 30),
)


class RequestMetricsMiddleware:
    """Labels are the route's pattern, one of METHODS, and 2xx to 5xx: no stranger can invent a new one."""

    def __init__(self, get_response):
        if not settings.METRICS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        """Serve, then count."""
        started = time.perf_counter()
        response = self.get_response(request)
        route = f"/{request.resolver_match.route}" if request.resolver_match else "(no such address)"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(method, route, f"{response.status_code // 100}xx").inc()
        SECONDS.labels(route).observe(time.perf_counter() - started)
        return response
