"""A case as JSON."""

from rest_framework import serializers

from cases.api.serializers.person import PersonSerializer
from cases.api.serializers.set_once import SetOnce
from cases.api.serializers.visible_row import VisibleLesion
from cases.models import Case
from cases.selectors import CASE_STATES


class CaseSerializer(SetOnce):
    """Needs a lesion; its state is computed from its pictures and reviews (`cases.selectors.with_state`)."""

    set_once = ("lesion",)

    lesion = VisibleLesion()
    patient = serializers.IntegerField(source="lesion.patient_id", read_only=True)
    state = serializers.ChoiceField(choices=CASE_STATES, read_only=True)
    image_count = serializers.IntegerField(read_only=True)
    highest_malignant_probability = serializers.FloatField(
        read_only=True, allow_null=True, help_text="Of the results that the networks are sure of."
    )
    needs_a_person = serializers.BooleanField(
        read_only=True, help_text="One of its results is left to a person; its number is in no highest probability."
    )
    analysed_anyway = serializers.BooleanField(
        read_only=True, help_text="One of its results was asked for although the picture had been refused."
    )
    results_hidden = serializers.BooleanField(
        read_only=True, help_text="There is a result; the clinic asks for the clinician's impression first."
    )
    opened_by = PersonSerializer(read_only=True)

    class Meta:
        model = Case
        fields = [
            "id",
            "lesion",
            "patient",
            "reason",
            "state",
            "image_count",
            "highest_malignant_probability",
            "needs_a_person",
            "analysed_anyway",
            "results_hidden",
            "opened_by",
            "opened_at",
        ]
        read_only_fields = ["opened_at"]
