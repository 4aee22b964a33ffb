"""A batch re-run as JSON."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from analysis.batches.progress import STATES, progress
from analysis.models import BatchRun
from cases.api.serializers.model_version import UsedVersionSerializer
from cases.api.serializers.person import PersonSerializer
from cases.forms.batch_form import BatchForm


class BatchAskedSerializer(serializers.Serializer):
    """Which pictures, by which networks. What is left out does not narrow; nothing at all means every picture."""

    clinic = serializers.IntegerField(
        required=False, allow_null=True, help_text="For the operator; null for all clinics. Else it is your own."
    )
    images = serializers.ListField(child=serializers.IntegerField(min_value=1), required=False)
    received_from = serializers.DateField(required=False, allow_null=True, help_text="The first day.")
    received_to = serializers.DateField(required=False, allow_null=True, help_text="The last day, which is included.")
    body_site = serializers.CharField(required=False, allow_blank=True, help_text="With its parts.")
    diagnosis = serializers.CharField(
        required=False, allow_blank=True, help_text="By histology, else by the signed review."
    )
    analysed_by = serializers.CharField(
        required=False, allow_blank=True, help_text="A version that made the newest result."
    )
    state = serializers.CharField(
        required=False, allow_blank=True, help_text="Of the newest analysis; `none` for pictures without one."
    )
    segmenter = serializers.CharField(required=False, allow_blank=True, help_text="Version; the one in use if empty.")
    classifier = serializers.CharField(required=False, allow_blank=True, help_text="Version; the one in use if empty.")
    shadow = serializers.BooleanField(
        default=False, help_text="Results are only compared, and never shown to clinicians."
    )
    again = serializers.BooleanField(
        default=False, help_text="Also pictures that have a result of these very networks."
    )
    dry_run = serializers.BooleanField(default=False, help_text="Only count; nothing is stored.")

    def validate(self, asked: dict) -> dict:
        """By the same form as the admin's page and the command."""
        typed = {name: value for name, value in asked.items() if value not in (None, "", False)}
        form = BatchForm(
            typed | {"images": ",".join(map(str, asked.get("images", [])))}, user=self.context["request"].user
        )
        if not form.is_valid():
            raise serializers.ValidationError(
                {
                    field: [serializers.ErrorDetail(e.messages[0], e.code or "invalid") for e in errors.as_data()]
                    for field, errors in form.errors.items()
                }
            )
        return {"dry_run": asked["dry_run"], "words": form.words()}


class BatchPlanSerializer(serializers.Serializer):
    """What the batch would do."""

    pictures = serializers.IntegerField(help_text="That fit the selection.")
    already = serializers.IntegerField(help_text="That have this result, or are being analysed for it.")
    overruled = serializers.IntegerField(help_text="That are left alone: a clinician overruled a gate for them.")
    to_ask = serializers.IntegerField(help_text="That would be analysed.")
    shadow = serializers.BooleanField(source="batch.shadow")
    segmenter = UsedVersionSerializer(source="batch.segmenter")
    classifier = UsedVersionSerializer(source="batch.classifier")


class ProgressSerializer(serializers.Serializer):
    """Counted from the analyses of the batch."""

    state = serializers.ChoiceField(choices=STATES)
    total = serializers.IntegerField()
    waiting = serializers.IntegerField()
    running = serializers.IntegerField()
    done = serializers.IntegerField()
    rejected = serializers.IntegerField()
    failed = serializers.IntegerField()
    left_out = serializers.IntegerField(help_text="Never begun, because the batch was cancelled.")
    per_minute = serializers.FloatField(help_text="How many ended lately.")
    seconds_left = serializers.IntegerField(allow_null=True, help_text="Null while nothing ends.")


class BatchSerializer(serializers.ModelSerializer):
    """A batch with its progress."""

    asked_by = PersonSerializer(read_only=True)
    segmenter = UsedVersionSerializer(read_only=True)
    classifier = UsedVersionSerializer(read_only=True)
    selection = serializers.DictField(read_only=True)
    progress = serializers.SerializerMethodField()

    class Meta:
        model = BatchRun
        fields = [
            "id",
            "clinic",
            "asked_by",
            "asked_at",
            "segmenter",
            "classifier",
            "selection",
            "shadow",
            "paused_at",
            "cancelled_at",
            "progress",
        ]
        read_only_fields = fields

    @extend_schema_field(ProgressSerializer)
    def get_progress(self, batch: BatchRun) -> dict:
        """Counted for all batches of a list at once, where the view did so."""
        counted = self.context.get("progress", {}).get(batch.pk) or progress(batch)
        return ProgressSerializer(counted).data
