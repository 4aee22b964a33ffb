"""A picture on its way in, and the receipt for it."""

from rest_framework import serializers

from cases.api.serializers.image import ImageDetailSerializer
from cases.models import LesionImage


class UploadSerializer(serializers.Serializer):
    """One picture. What is in the file decides, not its name."""

    # an empty file is refused by the service, so that the audit trail knows of it
    file = serializers.FileField(allow_empty_file=True, help_text="JPEG, PNG, WebP or TIFF.")
    image_type = serializers.ChoiceField(
        choices=LesionImage.ImageType.choices, default=LesionImage.ImageType.DERMOSCOPIC
    )
    taken_at = serializers.DateTimeField(required=False, allow_null=True)
    mm_per_pixel = serializers.FloatField(
        required=False, allow_null=True, help_text="Dermatoscope scale: millimetres per pixel of the original."
    )


class ReceiptSerializer(ImageDetailSerializer):
    """The stored picture; `duplicate` when the case already had it and nothing new was stored."""

    duplicate = serializers.SerializerMethodField()

    class Meta(ImageDetailSerializer.Meta):
        fields = [*ImageDetailSerializer.Meta.fields, "duplicate"]
        read_only_fields = fields

    def get_duplicate(self, image: LesionImage) -> bool:
        """Whether the case already had this very picture."""
        return self.context["duplicate"]
