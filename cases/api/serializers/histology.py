"""A histology as JSON."""

from rest_framework import serializers

from cases.api.serializers.person import PersonSerializer
from cases.api.serializers.visible_row import VisibleCase, VisibleLesion
from cases.models import Pathology


class HistologySerializer(serializers.ModelSerializer):
    """Needs a lesion, a diagnosis and the day of the report; `case` is the consultation whose biopsy it was."""

    lesion = VisibleLesion()
    case = VisibleCase(required=False, allow_null=True)
    entered_by = PersonSerializer(read_only=True)
    withdrawn_by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Pathology
        fields = [
            "id",
            "lesion",
            "case",
            "diagnosis",
            "breslow_mm",
            "margins",
            "reported_on",
            "lab_number",
            "comment",
            "entered_by",
            "entered_at",
            "withdrawn_at",
            "withdrawn_by",
            "withdrawn_reason",
        ]
        read_only_fields = ["entered_at", "withdrawn_at", "withdrawn_reason"]


class WithdrawalSerializer(serializers.Serializer):
    """Why a histology is withdrawn."""

    reason = serializers.CharField(max_length=300, help_text="Stays in the record beside the withdrawn row.")


class CorrectionSerializer(HistologySerializer):
    """The whole histology as it should be, and what was wrong with the one that is withdrawn."""

    lesion = None  # stays what it was
    reason = serializers.CharField(max_length=300, write_only=True, help_text="What was wrong.")

    class Meta(HistologySerializer.Meta):
        fields = [name for name in HistologySerializer.Meta.fields if name != "lesion"] + ["reason"]
