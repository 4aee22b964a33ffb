"""A trained network as the manifest describes it."""

from django.db import models
from django.db.models import Q


class ModelVersion(models.Model):
    """One trained network: what it is, the hash of its weights, what it reached, whether new pictures use it."""

    class Kind(models.TextChoices):
        SEGMENTER = "segmenter", "Segmenter"
        CLASSIFIER = "classifier", "Classifier"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    version = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    classes = models.JSONField(default=list, blank=True)
    thresholds = models.JSONField(default=dict, blank=True)
    metrics = models.JSONField(default=dict, blank=True)
    active = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind", "-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="model_version_unique_per_kind"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(active=True), name="model_version_one_active_per_kind"
            ),
            models.CheckConstraint(condition=Q(kind__in=["segmenter", "classifier"]), name="model_version_kind_known"),
        ]

    def __str__(self) -> str:
        return self.version
