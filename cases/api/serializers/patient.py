"""A patient as JSON."""

from rest_framework import serializers

from cases.models import Patient
from cases.risk_factors import RISK_FACTORS


class PatientSerializer(serializers.ModelSerializer):
    """Needs a record number and a name; the clinic is the asking person's.

    The four risk factors are true, false, or null where nobody asked; null is not a no.
    """

    unless_known = serializers.BooleanField(
        write_only=True,
        default=False,
        help_text="When registering: refuse (`same_person`) where a patient of this name and birth date is registered.",
    )

    class Meta:
        model = Patient
        fields = [
            "id",
            "record_number",
            "name",
            "birth_date",
            "sex",
            "skin_type",
            *RISK_FACTORS,
            "research_consent_on",
            "notes",
            "unless_known",
            "merged_into",
            "created_at",
        ]
        read_only_fields = ["merged_into", "created_at"]
        extra_kwargs = {
            "personal_melanoma": {"help_text": "Had a melanoma before; null: not asked."},
            "family_melanoma": {"help_text": "A parent, sibling or child had a melanoma; null: not asked."},
            "immunosuppression": {"help_text": "By illness or medicine; null: not asked."},
            "many_nevi": {"help_text": "More than 50; null: not asked."},
            "research_consent_on": {
                "help_text": "The day of the written consent to research use; null: no consent, or taken back."
            },
            "merged_into": {"help_text": "Id of the patient who has this one's lesions now; null: not merged."},
        }
