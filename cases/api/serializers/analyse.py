"""What may be asked of an analysis."""

from rest_framework import serializers


class AnalyseSerializer(serializers.Serializer):
    """Nothing need be said."""

    anyway = serializers.BooleanField(
        default=False,
        help_text="Analyse a picture that a gate refused (its quality, or not dermoscopic). The result stays marked.",
    )
