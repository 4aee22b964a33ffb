"""What the classifier says, with the threshold it was compared with."""

from django.db import models
from django.db.models import F, Q


class Prediction(models.Model):
    """Probability per class in the order of the model's classes, malignant probability, threshold, verdict."""

    class Verdict(models.TextChoices):
        SUSPICIOUS = "suspicious", "Suspicious"
        LIKELY_BENIGN = "likely_benign", "Likely benign"

    classes = models.JSONField()
    probabilities = models.JSONField()  # floats, same order as classes, sum 1
    malignant_probability = models.FloatField()
    threshold = models.FloatField()
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    quality = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(malignant_probability__gte=0, malignant_probability__lte=1),
                name="prediction_malignant_probability_in_0_1",
            ),
            models.CheckConstraint(condition=Q(threshold__gte=0, threshold__lte=1), name="prediction_threshold_in_0_1"),
            models.CheckConstraint(
                condition=Q(verdict="suspicious", malignant_probability__gte=F("threshold"))
                | Q(verdict="likely_benign", malignant_probability__lt=F("threshold")),
                name="prediction_verdict_follows_the_threshold",
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()

    def by_class(self) -> dict[str, float]:
        """Probability by HAM10000 code, most probable first."""
        pairs = zip(self.classes, self.probabilities, strict=True)
        return dict(sorted(pairs, key=lambda pair: pair[1], reverse=True))
