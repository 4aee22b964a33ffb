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
    # runs beside the active one on new pictures; its results are hidden
    shadow = models.BooleanField(default=False)
    card = models.TextField(blank=True)  # Markdown: for whom it is, what it was trained on, where it fails
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind", "-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="model_version_unique_per_kind"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(active=True), name="model_version_one_active_per_kind"
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(shadow=True), name="model_version_one_shadow_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(active=False) | Q(shadow=False), name="model_version_is_not_active_and_shadow"
            ),
            models.CheckConstraint(condition=Q(kind__in=["segmenter", "classifier"]), name="model_version_kind_known"),
        ]

    def __str__(self) -> str:
        return self.version
