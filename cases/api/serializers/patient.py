"""A patient as JSON."""

from rest_framework import serializers

from cases.models import Patient


class PatientSerializer(serializers.ModelSerializer):
    """Needs a record number and a name; the clinic is the asking person's."""

    class Meta:
        model = Patient
        fields = ["id", "record_number", "name", "birth_date", "sex", "skin_type", "notes", "created_at"]
        read_only_fields = ["created_at"]
