"""Whether the engine room works, and with what: on the admin's index."""

from datetime import datetime, timedelta

from django import template
from django.conf import settings
from django.contrib import admin
from django.db.models import Max, Min, Q
from django.utils import timezone

from analysis.admin.result_panel import figure
from analysis.models import Analysis, Heartbeat, ModelVersion
from analysis.models.analysis import SOMEBODY_WAITS
from analysis.queue_depth import OF_QUEUE
from analysis.worker_beat import worker_silence

register = template.Library()
FIGURES = 4


@register.inclusion_tag("admin/engine_board.html", takes_context=True)
def engine_board(context) -> dict:
    """How long somebody has waited (batches may), when the last run began and ended, who is alive, the networks in use.

    Counted over the admin's own queryset, like the numbers above it; heartbeats and networks are everybody's.
    """
    rows = admin.site.get_model_admin(Analysis).get_queryset(context["request"]).select_related(None).order_by()
    now = timezone.now()
    return {
        "facts": rows.aggregate(
            oldest=Min("queued_at", filter=SOMEBODY_WAITS & Q(state="queued", due_at__lte=now)),
            started=Max("started_at"),
            finished=Max("finished_at"),
        ),
        "waits_long": now - timedelta(seconds=settings.READY_AGE_SECONDS),
        **_processes(now),
        "networks": [(version, _figures(version)) for version in ModelVersion.objects.filter(active=True)],
    }


def _processes(now: datetime) -> dict:
    """The reconciler; each worker with its queues and whether it is late; those queues that nobody listens to."""
    late = timedelta(seconds=max(60, 6 * settings.RECONCILE_SECONDS))
    known = list(Heartbeat.objects.order_by("process"))
    alive = [beat for beat in known if beat.queues and beat.beat_at >= now - worker_silence()]
    return {
        "heartbeats": [(beat, beat.beat_at < now - late) for beat in known if not beat.queues],
        "workers": [(beat, beat not in alive) for beat in known if beat.queues],
        "deserted": [queue for queue in OF_QUEUE if not any(queue in beat.queues.split(",") for beat in alive)],
    }


def _figures(version: ModelVersion) -> list[tuple[str, str]]:
    # what it reached; how many pictures that was measured on, and the intervals, stand on its own page
    figures = [
        (name.replace("_", " "), figure(value))
        for name, value in version.metrics.items()
        if isinstance(value, float) and not name.endswith(("_low", "_high"))
    ]
    return figures[:FIGURES]
