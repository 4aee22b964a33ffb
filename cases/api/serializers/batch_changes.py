"""What a batch changed, as JSON."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.api.serializers.performance import ShareSerializer
from cases.body_sites import SITES
from cases.models import Patient
from cases.selectors.what_changed import CONSEQUENCES, OUTCOMES


class AgreementAskedSerializer(serializers.Serializer):
    """Which pictures: those of a site (what lies within counts too) or of a skin type."""

    site = serializers.ChoiceField(choices=[(site.code, site.name) for site in SITES], default="")
    skin_type = serializers.ChoiceField(choices=Patient.SkinType.choices, default="")


class ChangesAskedSerializer(AgreementAskedSerializer):
    """And those of one consequence."""

    consequence = serializers.ChoiceField(choices=list(CONSEQUENCES.items()), default="")


class OldOrNewSerializer(serializers.Serializer):
    """What a run came to; `malignant_probability` and `threshold` are null where it has no result."""

    analysis = serializers.IntegerField(allow_null=True)
    outcome = serializers.ChoiceField(choices=list(OUTCOMES.items()))
    answer = serializers.CharField(help_text="The leading diagnosis where the networks are sure, else the outcome.")
    malignant_probability = serializers.FloatField(allow_null=True)
    threshold = serializers.FloatField(allow_null=True)


class BatchChangeSerializer(serializers.Serializer):
    """A picture whose verdict changed, and what follows from it."""

    consequence = serializers.ChoiceField(choices=list(CONSEQUENCES.items()))
    image = serializers.IntegerField(source="image_id")
    case = serializers.IntegerField(source="image.case_id")
    lesion = serializers.IntegerField(source="image.case.lesion_id")
    patient = serializers.IntegerField(source="image.case.lesion.patient_id")
    before = serializers.SerializerMethodField()
    now = serializers.SerializerMethodField()
    signed_as = serializers.CharField(
        source="decision", allow_null=True, help_text="What was signed last about the lesion; null: nobody has."
    )
    signed_at = serializers.DateTimeField(source="decided_at", allow_null=True)

    @extend_schema_field(OldOrNewSerializer)
    def get_before(self, row) -> dict:
        """What stood when the batch was asked for."""
        return _said(row.before, row.outcome_before, row.answer_before)

    @extend_schema_field(OldOrNewSerializer)
    def get_now(self, row) -> dict:
        """What the batch found."""
        return _said(row, row.outcome, row.answer)


class BatchAgreementRowSerializer(serializers.Serializer):
    """What stood before, and how many of its pictures came to what."""

    code = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())
    n = serializers.IntegerField()


class BatchAgreementTableSerializer(serializers.Serializer):
    """Old results down, new ones across; only what occurs."""

    columns = serializers.ListField(child=serializers.CharField())
    rows = BatchAgreementRowSerializer(many=True)
    totals = serializers.DictField(child=serializers.IntegerField())
    n = serializers.IntegerField()


class BatchAgainstSerializer(serializers.Serializer):
    """Versions that stood before, and for how many pictures."""

    segmenter = serializers.CharField()
    classifier = serializers.CharField()
    n = serializers.IntegerField()


class BatchAgreementSerializer(serializers.Serializer):
    """`same` of the pictures that have a verdict both before and now; the flips in each direction."""

    verdicts = BatchAgreementTableSerializer()
    answers = BatchAgreementTableSerializer()
    same = ShareSerializer()
    more_worrying = serializers.IntegerField()
    less_worrying = serializers.IntegerField()
    against = BatchAgainstSerializer(many=True)


def _said(run, outcome: str, answer: str) -> dict:
    found = run.prediction if run else None
    return {
        "analysis": run.pk if run else None,
        "outcome": outcome,
        "answer": answer,
        "malignant_probability": found.malignant_probability if found else None,
        "threshold": found.threshold if found else None,
    }
