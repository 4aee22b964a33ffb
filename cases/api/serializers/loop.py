"""What is planned for a lesion and how it stands, as JSON."""

from rest_framework import serializers

from cases.api.serializers.histology import HistologySerializer
from cases.api.serializers.person import PersonSerializer
from cases.models import LostToFollowUp


class LostSerializer(serializers.ModelSerializer):
    """A follow-up that the patient did not come to."""

    marked_by = PersonSerializer(read_only=True)

    class Meta:
        model = LostToFollowUp
        fields = ["note", "marked_by", "marked_at"]
        read_only_fields = ["marked_at"]


class BiopsySerializer(serializers.Serializer):
    """A biopsy that the signed review of the case planned."""

    planned_on = serializers.DateField(read_only=True)
    overdue_from = serializers.DateField(read_only=True)
    state = serializers.ChoiceField(choices=["waiting", "overdue", "closed"], read_only=True)
    histology = HistologySerializer(read_only=True, allow_null=True)


class FollowUpSerializer(serializers.Serializer):
    """A follow-up that the signed review of the case planned."""

    due_on = serializers.DateField(read_only=True)
    weeks = serializers.IntegerField(read_only=True)
    state = serializers.ChoiceField(choices=["planned", "due", "started", "lost"], read_only=True)
    lost = LostSerializer(read_only=True, allow_null=True)


class CaseLoopSerializer(serializers.Serializer):
    """A case; `biopsy` and `follow_up` are null where its newest signed review plans none."""

    case = serializers.IntegerField(source="case.pk", read_only=True)
    biopsy = BiopsySerializer(read_only=True, allow_null=True)
    follow_up = FollowUpSerializer(read_only=True, allow_null=True)
