"""When a long-running process was last alive."""

from django.db import models


class Heartbeat(models.Model):
    """One row per kind of process; /readyz looks at its age."""

    process = models.CharField(max_length=40, unique=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.process} {self.beat_at:%H:%M:%S}"
