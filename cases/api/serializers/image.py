"""A picture as JSON."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from cases.api.serializers.analysis import AnalysisDetailSerializer, AnalysisSerializer
from cases.api.serializers.person import PersonSerializer
from cases.models import LesionImage


class ImageFilesSerializer(serializers.Serializer):
    """Where the picture's files are served."""

    rendition = serializers.URLField(read_only=True)
    thumbnail = serializers.URLField(read_only=True)
    original = serializers.URLField(read_only=True)


class ImageSerializer(serializers.ModelSerializer):
    """A picture, sized as its upright original, with its latest analysis (null when no model was in use)."""

    files = serializers.SerializerMethodField()
    received_by = PersonSerializer(read_only=True)
    analysis = AnalysisSerializer(source="latest_analysis", read_only=True, allow_null=True)

    class Meta:
        model = LesionImage
        fields = [
            "id",
            "case",
            "image_type",
            "taken_at",
            "mm_per_pixel",
            "width",
            "height",
            "sha256",
            "synthetic",
            "files",
            "received_by",
            "received_at",
            "analysis",
        ]
        read_only_fields = fields

    @extend_schema_field(ImageFilesSerializer)
    def get_files(self, image: LesionImage) -> dict[str, str]:
        """One address a kind."""
        return {
            kind: reverse(
                "api-image-file",
                kwargs={"image_id": image.pk, "kind": kind},
                request=self.context.get("request"),
            )
            for kind in ImageFilesSerializer().fields
        }


class ImageDetailSerializer(ImageSerializer):
    """The same with all its analyses, newest first."""

    analyses = AnalysisDetailSerializer(many=True, read_only=True)

    class Meta(ImageSerializer.Meta):
        fields = [*ImageSerializer.Meta.fields, "analyses"]
        read_only_fields = fields
