"""Two registrations of one person, and tables of patients, as JSON."""

from rest_framework import serializers

from cases.api.serializers.visible_row import VisiblePatient


class MergeSerializer(serializers.Serializer):
    """Which registration moves into the one in the address."""

    merge = VisiblePatient(help_text="Id of the registration that is merged into this patient.")


class PatientsCsvSerializer(serializers.Serializer):
    """A table of patients."""

    file = serializers.FileField(help_text="CSV in the columns of the export; `record_number` must be there.")
    dry_run = serializers.BooleanField(default=False, help_text="Check and count only.")


class PatientsCsvErrorSerializer(serializers.Serializer):
    """What is wrong with one cell; `row` as a spreadsheet counts."""

    row = serializers.IntegerField()
    column = serializers.CharField(allow_blank=True)
    message = serializers.CharField()


class PatientsCsvResultSerializer(serializers.Serializer):
    """What became of the rows; `stored` is false after a dry run and where there are errors."""

    registered = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    stored = serializers.BooleanField()
    ignored_columns = serializers.ListField(child=serializers.CharField())
    errors = PatientsCsvErrorSerializer(many=True)
