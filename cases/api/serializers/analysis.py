"""An analysis as JSON: the job and, when done, its result."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from analysis.models import Analysis
from cases.api.serializers.model_version import UsedVersionsSerializer

PROBABILITIES = serializers.DictField(child=serializers.FloatField(), allow_null=True)
BOX = serializers.ListField(child=serializers.IntegerField(), min_length=4, max_length=4, allow_null=True)
OUTLINE = serializers.ListField(
    child=serializers.ListField(child=serializers.ListField(child=serializers.FloatField())), allow_null=True
)


def of_the_result(source: str, field: type[serializers.Field] = serializers.FloatField, **kwargs) -> serializers.Field:
    """A read-only field that is null as long as there is no result."""
    return field(source=source, read_only=True, allow_null=True, **kwargs)


class AnalysisSerializer(serializers.ModelSerializer):
    """Everything that comes from the networks is null unless the state is `done`. Lengths are in pixels of the picture.

    `probabilities` by diagnosis, most probable first; `bbox` is x0, y0, x1, y1.
    """

    probabilities = serializers.SerializerMethodField()
    malignant_probability = of_the_result("prediction.malignant_probability")
    threshold = of_the_result("prediction.threshold")
    verdict = of_the_result("prediction.verdict", serializers.CharField)
    quality = of_the_result("prediction.quality", serializers.DictField)
    lesion_area_fraction = of_the_result("segmentation.area_fraction")
    measurements = of_the_result("segmentation.measurements", serializers.DictField)
    bbox = serializers.SerializerMethodField()
    mask = serializers.SerializerMethodField()
    overlay = serializers.SerializerMethodField()
    model_versions = UsedVersionsSerializer(source="*", read_only=True)
    seconds = serializers.DictField(child=serializers.FloatField(), read_only=True)

    class Meta:
        model = Analysis
        fields = [
            "id",
            "image",
            "state",
            "reason_code",
            "reason",
            "probabilities",
            "malignant_probability",
            "threshold",
            "verdict",
            "quality",
            "lesion_area_fraction",
            "measurements",
            "bbox",
            "mask",
            "overlay",
            "model_versions",
            "attempts",
            "queued_at",
            "started_at",
            "finished_at",
            "seconds",
        ]
        read_only_fields = fields

    @extend_schema_field(PROBABILITIES)
    def get_probabilities(self, analysis: Analysis) -> dict[str, float] | None:
        """By diagnosis, or null."""
        return analysis.prediction.by_class() if analysis.prediction else None

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
