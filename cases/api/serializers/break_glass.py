"""Emergency access to a record of another clinic."""

from rest_framework import serializers

from cases.models import BreakGlass


class BreakGlassAskedSerializer(serializers.Serializer):
    """Which record, by the exact name of its clinic, and why."""

    clinic_name = serializers.CharField(max_length=120)
    record_number = serializers.CharField(max_length=40)
    reason = serializers.CharField(max_length=500)


class BreakGlassSerializer(serializers.ModelSerializer):
    """A record of another clinic that can be read until `ends_at`."""

    clinic_name = serializers.CharField(source="patient.clinic.name", read_only=True)
    record_number = serializers.CharField(source="patient.record_number", read_only=True)

    class Meta:
        model = BreakGlass
        fields = ["id", "patient", "clinic_name", "record_number", "reason", "opened_at", "ends_at"]
        read_only_fields = fields
