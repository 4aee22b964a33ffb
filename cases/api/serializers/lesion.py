"""A lesion as JSON."""

from rest_framework import serializers

from cases.api.serializers.set_once import SetOnce
from cases.api.serializers.visible_row import VisiblePatient
from cases.models import Lesion


class LesionSerializer(SetOnce):
    """Needs a patient and a code of /api/body-sites/; a point on the body map has all of view, x and y."""

    set_once = ("patient",)

    patient = VisiblePatient()
    site_name = serializers.CharField(read_only=True)

    class Meta:
        model = Lesion
        fields = [
            "id",
            "patient",
            "body_site",
            "site_name",
            "body_view",
            "body_x",
            "body_y",
            "description",
            "created_at",
        ]
        read_only_fields = ["created_at"]
