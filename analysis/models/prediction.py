"""What the classifier says, with the thresholds it was compared with and the map that explains it."""

from django.db import models
from django.db.models import F, Q

from analysis.models.segmentation import renditions_storage
from ml.diagnoses import CODES

CERTAIN_ENOUGH = Q(uncertainty__lt=F("uncertainty_threshold"))
SAYS_SUSPICIOUS = Q(verdict="suspicious", malignant_probability__gte=F("threshold"))
SAYS_BENIGN = Q(verdict="likely_benign", malignant_probability__lt=F("threshold"))
# rows of classifiers before 2.0.0 know no uncertainty and no explanation
BEFORE_UNCERTAINTY = Q(
    operating_point="",
    uncertainty__isnull=True,
    uncertainty_threshold__isnull=True,
    explained="",
    explanation="",
    energy_inside__isnull=True,
)
WITH_UNCERTAINTY = Q(
    operating_point__in=["rule_out", "balanced"],
    uncertainty__isnull=False,
    uncertainty_threshold__isnull=False,
    explained__in=CODES,
    energy_inside__isnull=False,
) & ~Q(explanation="")


class Prediction(models.Model):
    """Probability per class in the order of the model's classes, malignant probability, thresholds, verdict."""

    class Verdict(models.TextChoices):
        SUSPICIOUS = "suspicious", "Suspicious"
        NEEDS_A_PERSON = "needs_a_person", "Needs a person"
        LIKELY_BENIGN = "likely_benign", "Likely benign"

    class OperatingPoint(models.TextChoices):
        RULE_OUT = "rule_out", "Rule-out point"
        BALANCED = "balanced", "Balanced point"

    classes = models.JSONField()
    probabilities = models.JSONField()  # floats, same order as classes, sum 1
    malignant_probability = models.FloatField()
    operating_point = models.CharField(max_length=20, choices=OperatingPoint.choices, blank=True)
    threshold = models.FloatField()
    uncertainty = models.FloatField(null=True, blank=True)
    uncertainty_threshold = models.FloatField(null=True, blank=True)
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    explained = models.CharField(max_length=10, blank=True)  # the diagnosis that the explanation is about
    # 8-bit PNG, 224 x 224, over the whole picture squashed to a square; empty for old rows
    explanation = models.FileField(storage=renditions_storage, max_length=200, blank=True)
    energy_inside = models.FloatField(null=True, blank=True)  # part of the explanation inside the lesion's outline
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
                condition=BEFORE_UNCERTAINTY | WITH_UNCERTAINTY, name="prediction_explained_and_weighed_together"
            ),
            models.CheckConstraint(
                condition=Q(uncertainty__isnull=True) | Q(uncertainty__gte=0, uncertainty__lte=1),
                name="prediction_uncertainty_in_0_1",
            ),
            models.CheckConstraint(
                condition=Q(uncertainty_threshold__isnull=True)
                | Q(uncertainty_threshold__gte=0, uncertainty_threshold__lte=1),
                name="prediction_uncertainty_threshold_in_0_1",
            ),
            models.CheckConstraint(
                condition=Q(energy_inside__isnull=True) | Q(energy_inside__gte=0, energy_inside__lte=1),
                name="prediction_energy_inside_in_0_1",
            ),
            models.CheckConstraint(
                condition=(Q(uncertainty__isnull=True) & (SAYS_SUSPICIOUS | SAYS_BENIGN))
                | (Q(uncertainty__isnull=False) & CERTAIN_ENOUGH & (SAYS_SUSPICIOUS | SAYS_BENIGN))
                | Q(
                    uncertainty__isnull=False,
                    uncertainty__gte=F("uncertainty_threshold"),
                    verdict="needs_a_person",
                ),
                name="prediction_verdict_follows_the_thresholds",
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()

    def by_class(self) -> dict[str, float]:
        """Probability by HAM10000 code, most probable first."""
        pairs = zip(self.classes, self.probabilities, strict=True)
        return dict(sorted(pairs, key=lambda pair: pair[1], reverse=True))
