"""An outline that a person drew, as JSON."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.reverse import reverse

from analysis.models import Segmentation
from cases.api.serializers.person import PersonSerializer
from cases.selectors import measurements_of
from cases.services.draw_outline import MOST_POINTS

POLYGONS = serializers.ListField(
    child=serializers.ListField(child=serializers.ListField(child=serializers.FloatField()))
)
BOX = serializers.ListField(child=serializers.IntegerField(), min_length=4, max_length=4)


class DrawOutlineSerializer(serializers.Serializer):
    """Either `points` of one closed polygon, or `machine: true` to go back to the latest analysis' outline."""

    points = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2),
        required=False,
        max_length=MOST_POINTS,
        help_text="x, y in pixels of the upright original; its first pixel reaches from 0 to 1.",
    )
    machine = serializers.BooleanField(default=False)

    def validate(self, asked: dict) -> dict:
        """One of the two, not both."""
        if asked["machine"] == ("points" in asked):
            raise ValidationError("Give either points or machine: true.", code="points_or_machine")
        return asked


class OutlineSerializer(serializers.ModelSerializer):
    """Lengths are in pixels of the picture, and in millimetres where its scale is known; `bbox` is x0, y0, x1, y1."""

    drawn_by = PersonSerializer(read_only=True)
    bbox = serializers.SerializerMethodField()
    outline = serializers.SerializerMethodField()
    lesion_area_fraction = serializers.FloatField(source="area_fraction", read_only=True)
    measurements = serializers.SerializerMethodField()
    mask = serializers.SerializerMethodField()

    class Meta:
        model = Segmentation
        fields = [
            "id",
            "image",
            "drawn_by",
            "created_at",
            "outline",
            "bbox",
            "lesion_area_fraction",
            "measurements",
            "mask",
        ]
        read_only_fields = fields

    @extend_schema_field(BOX)
    def get_bbox(self, outline: Segmentation) -> list[int]:
        """Left, top, right, bottom of the lesion."""
        return [outline.bbox_x0, outline.bbox_y0, outline.bbox_x1, outline.bbox_y1]

    @extend_schema_field(POLYGONS)
    def get_outline(self, outline: Segmentation) -> list:
        """One polygon where it was drawn; as many as the machine found where that was chosen."""
        return outline.outline

    @extend_schema_field(serializers.DictField())
    def get_measurements(self, outline: Segmentation) -> dict:
        """In the picture's scale of today."""
        return measurements_of(outline, outline.image.mm_per_pixel)

    @extend_schema_field(serializers.URLField())
    def get_mask(self, outline: Segmentation) -> str:
        """Where the mask is served."""
        address = {"outline_id": outline.pk}
        return reverse("api-outline-mask", kwargs=address, request=self.context.get("request"))
