"""Is this process alive, and is the whole ready to take pictures?"""

import uuid
from collections.abc import Callable
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from analysis.models import Analysis, Heartbeat
from analysis.models.analysis import SOMEBODY_WAITS
from analysis.publish import INTERACTIVE
from analysis.weights_in_use import check_weights_in_use, versions_in_use
from analysis.worker_beat import listening
from ml.errors import WeightsMissing, WeightsTampered
from skinlesion.checks import unusable_weights

_verified_weights: dict[tuple, str | None] = {}


def _database() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return None


def _broker() -> str | None:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=1, reraise_as_library_errors=True)
            with broker.channel():
                return None
    except Exception as error:  # noqa: BLE001 - whatever the transport raises, the broker is away
        return f"broker does not answer ({type(error).__name__})"


def _storage() -> str | None:
    for alias in ("originals", "renditions"):
        storage, name = storages[alias], f"readyz-{uuid.uuid4().hex}"
        try:
            storage.save(name, ContentFile(b"readyz"))
            storage.delete(name)
        except OSError as error:
            return f"storage `{alias}` cannot be written ({error.strerror})"
    return None


def _weights() -> str | None:
    # hashing megabytes at every probe would be waste: again only when a file changed
    files = tuple(sorted((str(f), f.stat().st_mtime_ns, f.stat().st_size) for f in settings.WEIGHTS_DIR.glob("*")))
    known = (files, versions_in_use())
    if known not in _verified_weights:
        _verified_weights.clear()
        _verified_weights[known] = unusable_weights() or _unusable_in_use()
    return _verified_weights[known]


def _unusable_in_use() -> str | None:
    try:
        check_weights_in_use()
    except (WeightsMissing, WeightsTampered) as error:
        return str(error)
    return None


def _reconciler() -> str | None:
    silent_for = timedelta(seconds=max(30, 6 * settings.RECONCILE_SECONDS))
    if Heartbeat.objects.filter(process="reconciler", beat_at__gte=timezone.now() - silent_for).exists():
        return None
    return f"reconciler has been silent for more than {silent_for.seconds} s: start `manage.py reconcile --forever`"


def _oldest_due() -> str | None:
    # a batch may wait for hours: nobody sits in front of it
    due = Analysis.objects.filter(SOMEBODY_WAITS, state=Analysis.State.QUEUED, due_at__lte=timezone.now())
    oldest = due.order_by("due_at").values_list("due_at", flat=True).first()
    waited = (timezone.now() - oldest).total_seconds() if oldest else 0
    workers = len(listening(INTERACTIVE))
    # a worker that is being started anew may take a lease's time
    if waited <= (settings.READY_AGE_SECONDS if workers else settings.LEASE_SECONDS):
        return None
    said = f"oldest due analysis has waited {waited:.0f} s"
    if workers:
        return f"{said} and workers listen to the {INTERACTIVE} queue ({workers}): start more of them"
    return f"{said}: nobody listens to the {INTERACTIVE} queue: start `celery -A skinlesion worker -Q {INTERACTIVE}`"


CHECKS: dict[str, Callable[[], str | None]] = {
    "database": _database,
    "broker": _broker,
    "storage": _storage,
    "weights": _weights,
    "reconciler": _reconciler,
    "oldest_due_analysis": _oldest_due,
}


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part is ready, else 503; each part says `ok` or why not."""
    answer: dict[str, str] = {}
    for name, check in CHECKS.items():
        try:
            answer[name] = check() or "ok"
        except DatabaseError as error:
            answer[name] = f"database does not answer ({type(error).__name__})"
    ready = all(value == "ok" for value in answer.values())
    return JsonResponse({"ready": ready, "checks": answer}, status=200 if ready else 503)
