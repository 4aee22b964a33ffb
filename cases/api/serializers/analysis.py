"""An analysis as JSON: the job and, when done, its result."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from analysis.models import Analysis, Prediction
from cases.api.serializers.model_version import UsedVersionsSerializer
from cases.selectors import HIDDEN_UNTIL_IMPRESSION, is_hidden

PROBABILITIES = serializers.DictField(child=serializers.FloatField(), allow_null=True)
BOX = serializers.ListField(child=serializers.IntegerField(), min_length=4, max_length=4, allow_null=True)
OUTLINE = serializers.ListField(
    child=serializers.ListField(child=serializers.ListField(child=serializers.FloatField())), allow_null=True
)

# what the networks say; the rest is about the job and the picture
OF_THE_RESULT = [
    "probabilities",
    "malignant_probability",
    "operating_point",
    "threshold",
    "uncertainty",
    "uncertainty_threshold",
    "verdict",
    "explained",
    "energy_inside",
    "quality",
    "lesion_area_fraction",
    "measurements",
    "bbox",
    "mask",
    "overlay",
    "explanation",
]


def of_the_result(source: str, field: type[serializers.Field] = serializers.FloatField, **kwargs) -> serializers.Field:
    """A read-only field that is null as long as there is no result."""
    return field(source=source, read_only=True, allow_null=True, **kwargs)


class FlagSerializer(serializers.Serializer):
    """Why the picture would have been refused."""

    code = serializers.CharField(read_only=True)
    message = serializers.CharField(read_only=True)


class AnalysisSerializer(serializers.ModelSerializer):
    """Everything that comes from the networks is null unless the state is `done`. Lengths are in pixels of the picture.

    `probabilities` by diagnosis, most probable first; `bbox` is x0, y0, x1, y1. `verdict` is `needs_a_person` where
    `uncertainty` reaches `uncertainty_threshold`, else `suspicious` where `malignant_probability` reaches `threshold`,
    else `likely_benign`. `explained` is the diagnosis that the map at `explanation` is about, `energy_inside` the part
    of the map inside the lesion. Results of older classifiers have no operating point, uncertainty or explanation.
    `anyway`: a clinician asked for it in spite of a refusal; `flags` say what speaks against the picture.
    `hidden` is `hidden_until_impression` where there is a result, but the clinic asks for the clinician's impression of
    the case first: then all of it is null.
    """

    probabilities = serializers.SerializerMethodField()
    malignant_probability = of_the_result("prediction.malignant_probability")
    threshold = of_the_result("prediction.threshold")
    operating_point = serializers.SerializerMethodField()
    uncertainty = of_the_result("prediction.uncertainty")
    uncertainty_threshold = of_the_result("prediction.uncertainty_threshold")
    verdict = of_the_result("prediction.verdict", serializers.ChoiceField, choices=Prediction.Verdict.choices)
    flags = FlagSerializer(many=True, read_only=True)
    explained = serializers.SerializerMethodField()
    energy_inside = of_the_result("prediction.energy_inside")
    quality = of_the_result("prediction.quality", serializers.DictField)
    lesion_area_fraction = of_the_result("segmentation.area_fraction")
    measurements = of_the_result("segmentation.measurements", serializers.DictField)
    bbox = serializers.SerializerMethodField()
    mask = serializers.SerializerMethodField()
    overlay = serializers.SerializerMethodField()
    explanation = serializers.SerializerMethodField()
    model_versions = UsedVersionsSerializer(source="*", read_only=True)
    seconds = serializers.DictField(child=serializers.FloatField(), read_only=True)
    hidden = serializers.SerializerMethodField()

    class Meta:
        model = Analysis
        fields = [
            "id",
            "image",
            "state",
            "reason_code",
            "reason",
            "anyway",
            "flags",
            *OF_THE_RESULT,
            "model_versions",
            "attempts",
            "queued_at",
            "started_at",
            "finished_at",
            "seconds",
            "hidden",
        ]
        read_only_fields = fields

    def to_representation(self, analysis: Analysis) -> dict[str, Any]:
        """Without what the networks say while it is hidden."""
        shown = super().to_representation(analysis)
        return shown | dict.fromkeys(shown.keys() & {*OF_THE_RESULT, "outline"}) if shown["hidden"] else shown

    @extend_schema_field(serializers.ChoiceField(choices=[HIDDEN_UNTIL_IMPRESSION], allow_null=True))
    def get_hidden(self, analysis: Analysis) -> str | None:
        """Why there is no result to see although there is one, or null."""
        return HIDDEN_UNTIL_IMPRESSION if is_hidden(analysis) else None

    @extend_schema_field(PROBABILITIES)
    def get_probabilities(self, analysis: Analysis) -> dict[str, float] | None:
        """By diagnosis, or null."""
        return analysis.prediction.by_class() if analysis.prediction else None

    @extend_schema_field(serializers.ChoiceField(choices=Prediction.OperatingPoint.choices, allow_null=True))
    def get_operating_point(self, analysis: Analysis) -> str | None:
        """Name of the point that `threshold` belongs to, or null."""
        return (analysis.prediction and analysis.prediction.operating_point) or None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_explained(self, analysis: Analysis) -> str | None:
        """The diagnosis that the explanation is about, or null."""
        return (analysis.prediction and analysis.prediction.explained) or None

    @extend_schema_field(BOX)
    def get_bbox(self, analysis: Analysis) -> list[int] | None:
        """Left, top, right, bottom of the lesion, or null."""
        found = analysis.segmentation
        return [found.bbox_x0, found.bbox_y0, found.bbox_x1, found.bbox_y1] if found else None

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_mask(self, analysis: Analysis) -> str | None:
        """Where the mask is served, or null."""
        return self._link(analysis, "mask")

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_overlay(self, analysis: Analysis) -> str | None:
        """Where the picture with the outline drawn in is served, or null."""
        return self._link(analysis, "overlay")

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_explanation(self, analysis: Analysis) -> str | None:
        """Where the class activation map is served, to be laid over the picture; or null."""
        has_map = analysis.prediction and analysis.prediction.explanation
        return self._link(analysis, "explanation") if has_map else None

    def _link(self, analysis: Analysis, kind: str) -> str | None:
        if analysis.segmentation_id is None:
            return None
        address = {"analysis_id": analysis.pk, "kind": kind}
        return reverse("api-analysis-file", kwargs=address, request=self.context.get("request"))


class AnalysisDetailSerializer(AnalysisSerializer):
    """The same with the lesion's outline, which is long."""

    outline = of_the_result("segmentation.outline", serializers.JSONField)

    class Meta(AnalysisSerializer.Meta):
        fields = [*AnalysisSerializer.Meta.fields, "outline"]
        read_only_fields = fields
