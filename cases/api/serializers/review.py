"""A review as JSON: what is asked of it, and how it looks."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.api.serializers.blank_choices import BlankChoices
from cases.api.serializers.person import PersonSerializer
from cases.checklists import COLOURS, LARGEST, SEVEN_POINT_BY_CODE, STRUCTURES, abcd_score, seven_point_score
from cases.diagnoses import diagnosis_choices
from cases.draft_fingerprint import fingerprint
from cases.models import Review
from cases.selectors import speaking_analysis
from cases.signable import agreement_of, missing_for_signature

DIAGNOSES = diagnosis_choices()


class ImpressionSerializer(serializers.Serializer):
    """What the clinician thinks before the networks speak."""

    diagnosis = serializers.ChoiceField(choices=DIAGNOSES)
    confidence = serializers.ChoiceField(choices=Review.Confidence.choices)
    plan = serializers.ChoiceField(choices=Review.Management.choices)


class AbcdSerializer(serializers.Serializer):
    """What was seen by the ABCD rule of dermatoscopy (Nachbar et al. 1994); parts that nobody judged are left out."""

    asymmetry = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST["asymmetry"])
    border = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST["border"])
    colours = serializers.ListField(required=False, child=serializers.ChoiceField(choices=list(COLOURS.items())))
    structures = serializers.ListField(required=False, child=serializers.ChoiceField(choices=list(STRUCTURES.items())))


class WriteReviewSerializer(serializers.Serializer):
    """Any part of a draft. A PUT sets back what it leaves out, a PATCH leaves it as it is."""

    diagnosis = serializers.ChoiceField(choices=DIAGNOSES, allow_blank=True, default="")
    management = serializers.ChoiceField(choices=Review.Management.choices, allow_blank=True, default="")
    follow_up_weeks = serializers.IntegerField(min_value=1, max_value=260, allow_null=True, default=None)
    notes = serializers.CharField(max_length=4000, allow_blank=True, default="")
    abcd = AbcdSerializer(default=dict)
    seven_point = serializers.ListField(
        child=serializers.ChoiceField(choices=[(code, one.name) for code, one in SEVEN_POINT_BY_CODE.items()]),
        default=list,
        help_text="The criteria seen, of the 7-point checklist (Argenziano et al. 1998).",
    )
    override_reason = serializers.ChoiceField(
        choices=Review.OverrideReason.choices,
        allow_blank=True,
        default="",
        help_text="Why the decision departs from the result; dropped at the signature where it does not.",
    )
    seen = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="`seen` of the draft you changed; refused if a colleague was faster.",
    )


class SignSerializer(serializers.Serializer):
    """Nothing need be said."""

    seen = serializers.CharField(
        required=False, help_text="`to_sign` of the draft; refused if the draft or the result has changed since."
    )


class AmendSerializer(serializers.Serializer):
    """Why the signed review is amended."""

    reason = serializers.CharField(max_length=300)


class ReviewSerializer(BlankChoices, serializers.ModelSerializer):
    """One version of a review. Signed ones never change; an amendment is a new version.

    `agreement` (`agrees`, `disagrees`, `no_result`) compares the decision with `analysis`, the result that spoke for
    the case when it was signed. The scores are computed from what was seen, null while it is not complete.
    """

    author = PersonSerializer(read_only=True)
    signed_by = PersonSerializer(read_only=True, allow_null=True)
    abcd = AbcdSerializer(read_only=True)
    abcd_score = serializers.SerializerMethodField()
    seven_point_score = serializers.SerializerMethodField()

    class Meta:
        model = Review
        fields = [
            "id",
            "case",
            "version",
            "author",
            "created_at",
            "amendment_reason",
            "impression",
            "impression_confidence",
            "impression_plan",
            "impression_at",
            "diagnosis",
            "management",
            "follow_up_weeks",
            "follow_up_due_on",
            "notes",
            "abcd",
            "abcd_score",
            "seven_point",
            "seven_point_score",
            "analysis",
            "agreement",
            "override_reason",
            "signed_at",
            "signed_by",
        ]
        read_only_fields = fields

    def get_abcd_score(self, review: Review) -> float | None:
        """1.0 to 8.9, or null."""
        return abcd_score(review.abcd)

    def get_seven_point_score(self, review: Review) -> int | None:
        """1 to 10, or null."""
        return seven_point_score(review.seven_point)


class DraftSerializer(ReviewSerializer):
    """The newest version with what a signature would need; of a signed one `seen` and `to_sign` name what is locked.

    `would_agree` is the agreement as it would be signed now, empty while the draft does not say enough; `missing` says
    by field what is needed before it can be signed.
    """

    seen = serializers.SerializerMethodField()
    to_sign = serializers.SerializerMethodField()
    would_agree = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField()

    class Meta(ReviewSerializer.Meta):
        fields = [*ReviewSerializer.Meta.fields, "seen", "to_sign", "would_agree", "missing"]
        read_only_fields = fields

    def to_representation(self, review: Review) -> dict[str, Any]:
        """With the result that speaks for the case now, looked up once."""
        review.speaking = speaking_analysis(review.case)
        return super().to_representation(review)

    def get_seen(self, review: Review) -> str:
        """To be sent back with a change."""
        return fingerprint(review)

    def get_to_sign(self, review: Review) -> str:
        """To be sent back with the signature."""
        return fingerprint(review, review.speaking)

    @extend_schema_field(serializers.ChoiceField(choices=Review.Agreement.choices, allow_blank=True))
    def get_would_agree(self, review: Review) -> str:
        """Agreement as of now."""
        return agreement_of(review, _verdict(review))

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_missing(self, review: Review) -> dict[str, str]:
        """By field."""
        return {} if review.signed_at else missing_for_signature(review, _verdict(review))


def _verdict(review: Review) -> str | None:
    return review.speaking.prediction.verdict if review.speaking else None
