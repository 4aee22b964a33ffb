"""An import of stored pictures as JSON."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.api.serializers.person import PersonSerializer
from cases.body_sites import BY_CODE
from cases.models import ImportRow, ImportRun
from cases.selectors.imports import import_counts, import_plan

IMPORT_STATES = ("reading", "checking", "checked", "importing", "finished", "cancelled")


class ImportUploadSerializer(serializers.Serializer):
    """One ZIP, or pictures; with or without a CSV among them. What is in the files decides, not their names."""

    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True),
        allow_empty=False,
        help_text="Repeat the field for every file: a ZIP, or pictures, and at most one CSV.",
    )
    patient = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=40, help_text="Record number for rows that say none."
    )
    site = serializers.CharField(
        required=False, default="", allow_blank=True, help_text="Code of the body site for rows that say none."
    )

    def validate_site(self, site: str) -> str:
        """A code of /api/body-sites/."""
        if site and site not in BY_CODE:
            raise serializers.ValidationError("This body site is not known.", code="invalid_choice")
        return site


class ImportCountsSerializer(serializers.Serializer):
    """How many rows are in each state."""

    total = serializers.IntegerField()
    unchecked = serializers.IntegerField()
    ready = serializers.IntegerField()
    refused = serializers.IntegerField()
    done = serializers.IntegerField()
    failed = serializers.IntegerField()
    noted = serializers.IntegerField(help_text="Rows of which something is left out, see their notes.")


class ImportPlanSerializer(serializers.Serializer):
    """What a confirmation will make."""

    pictures = serializers.IntegerField()
    new_patients = serializers.IntegerField()
    known_patients = serializers.IntegerField()
    lesions = serializers.IntegerField()
    cases = serializers.IntegerField()
    histology = serializers.IntegerField()


class ImportSerializer(serializers.ModelSerializer):
    """An import in a list."""

    state = serializers.ChoiceField(choices=IMPORT_STATES, read_only=True)
    started_by = PersonSerializer(read_only=True)
    confirmed_by = PersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = ImportRun
        fields = [
            "id",
            "state",
            "started_at",
            "started_by",
            "checked_at",
            "confirmed_at",
            "confirmed_by",
            "finished_at",
            "cancelled_at",
            "ignored_columns",
        ]
        read_only_fields = fields


class ImportDetailSerializer(ImportSerializer):
    """One import, with its counts; `plan` while it waits for a confirmation, else null."""

    counts = serializers.SerializerMethodField()
    plan = serializers.SerializerMethodField()

    class Meta(ImportSerializer.Meta):
        fields = [*ImportSerializer.Meta.fields, "counts", "plan"]
        read_only_fields = fields

    @extend_schema_field(ImportCountsSerializer)
    def get_counts(self, run: ImportRun) -> dict:
        """Rows by state."""
        return ImportCountsSerializer(import_counts(run)).data

    @extend_schema_field(ImportPlanSerializer(allow_null=True))
    def get_plan(self, run: ImportRun) -> dict | None:
        """Only while somebody has to decide."""
        return ImportPlanSerializer(import_plan(run)).data if run.state == "checked" else None


class ImportSayingSerializer(serializers.Serializer):
    """Something about a row: an error, or a note about what is left out."""

    column = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    message = serializers.CharField()


class ImportRowSerializer(serializers.ModelSerializer):
    """A row; `number` as a spreadsheet counts, null for a file that no row names."""

    errors = ImportSayingSerializer(many=True, read_only=True)
    notes = ImportSayingSerializer(many=True, read_only=True)

    class Meta:
        model = ImportRow
        fields = ["number", "file", "state", "errors", "notes", "patient", "lesion", "case", "image"]
        read_only_fields = fields
