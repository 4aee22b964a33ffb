"""Heartbeats: when the long-running processes were last alive."""

from django.contrib import admin
from django.utils.timesince import timesince

from analysis.admin.result_admin import ResultAdmin
from analysis.models import Heartbeat


@admin.register(Heartbeat)
class HeartbeatAdmin(ResultAdmin):
    """Of the whole installation, so every administrator sees them; the processes write them."""

    clinic_path = None
    list_display = ("process", "queues", "beat_at", "age")
    list_filter = ("beat_at",)
    search_fields = ("process", "queues")
    ordering = ("process",)
    fields = ("process", "queues", "beat_at", "age")

    @admin.display(description="age")
    def age(self, heartbeat) -> str:
        """How long ago that was."""
        return f"{timesince(heartbeat.beat_at)} ago"
