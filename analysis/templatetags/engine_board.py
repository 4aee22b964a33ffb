"""Whether the engine room works, and with what: on the admin's index."""

from datetime import timedelta

from django import template
from django.conf import settings
from django.contrib import admin
from django.db.models import Max, Min, Q
from django.utils import timezone

from analysis.admin.result_panel import figure
from analysis.models import Analysis, Heartbeat, ModelVersion
from analysis.models.analysis import SOMEBODY_WAITS

register = template.Library()
FIGURES = 4


@register.inclusion_tag("admin/engine_board.html", takes_context=True)
def engine_board(context) -> dict:
    """How long somebody has waited (batches may), when the last run began and ended, heartbeats, the networks in use.

    Counted over the admin's own queryset, like the numbers above it; heartbeats and networks are everybody's.
    """
    rows = admin.site.get_model_admin(Analysis).get_queryset(context["request"]).select_related(None).order_by()
    now = timezone.now()
    late = timedelta(seconds=max(60, 6 * settings.RECONCILE_SECONDS))
    return {
        "facts": rows.aggregate(
            oldest=Min("queued_at", filter=SOMEBODY_WAITS & Q(state="queued", due_at__lte=now)),
            started=Max("started_at"),
            finished=Max("finished_at"),
        ),
        "waits_long": now - timedelta(seconds=settings.READY_AGE_SECONDS),
        "heartbeats": [(beat, beat.beat_at < now - late) for beat in Heartbeat.objects.order_by("process")],
        "networks": [(version, _figures(version)) for version in ModelVersion.objects.filter(active=True)],
    }


def _figures(version: ModelVersion) -> list[tuple[str, str]]:
    # what it reached; how many pictures that was measured on, and the intervals, stand on its own page
    figures = [
        (name.replace("_", " "), figure(value))
        for name, value in version.metrics.items()
        if isinstance(value, float) and not name.endswith(("_low", "_high"))
    ]
    return figures[:FIGURES]
