"""/metrics, for Prometheus."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from skinlesion.metrics.asker import may_ask
from skinlesion.metrics.engine_room import EngineRoom
from skinlesion.metrics.requests import REQUESTS, SECONDS


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Every figure as text; 404 where they are switched off, and to whoever is not on the list."""
    if not settings.METRICS or not may_ask(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(EngineRoom())
    try:
        MultiProcessCollector(registry)
    except ValueError:  # not under gunicorn: what this process counted is all there is
        registry.register(REQUESTS)
        registry.register(SECONDS)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
