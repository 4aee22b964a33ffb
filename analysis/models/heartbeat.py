"""When a long-running process was last alive."""

from django.db import models


class Heartbeat(models.Model):
    """One row per process: "reconciler" for all copies of it, and each worker under the name it was started with.

    `queues`: those that a worker takes its work from, comma-separated; empty for the reconciler.
    """

    process = models.CharField(max_length=200, unique=True)
    beat_at = models.DateTimeField()
    queues = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.process} {self.beat_at:%H:%M:%S}"
