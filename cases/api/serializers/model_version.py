"""A trained network as JSON."""

from rest_framework import serializers

from analysis.models import ModelVersion


class ModelVersionSerializer(serializers.ModelSerializer):
    """What it is, the hash of its weights, what it reached, whether new pictures use it."""

    classes = serializers.ListField(child=serializers.CharField(), read_only=True)
    thresholds = serializers.DictField(child=serializers.FloatField(), read_only=True)
    metrics = serializers.DictField(read_only=True)

    class Meta:
        model = ModelVersion
        fields = ["id", "kind", "version", "sha256", "classes", "thresholds", "metrics", "active", "created_at"]
        read_only_fields = fields


class UsedVersionSerializer(serializers.ModelSerializer):
    """Which network made a result."""

    class Meta:
        model = ModelVersion
        fields = ["version", "sha256"]
        read_only_fields = fields


class UsedVersionsSerializer(serializers.Serializer):
    """Both networks of one analysis."""

    segmenter = UsedVersionSerializer(read_only=True)
    classifier = UsedVersionSerializer(read_only=True)
