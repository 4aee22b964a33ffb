"""A body site as JSON."""

from rest_framework import serializers


class BodySiteSerializer(serializers.Serializer):
    """One row of the table; `parent` is the code of the larger region, empty at the top."""

    code = serializers.CharField()
    name = serializers.CharField()
    parent = serializers.CharField(allow_blank=True)
