"""A related record by its id."""

from django.db.models import QuerySet
from rest_framework import serializers

from cases.selectors import cases_visible_to, lesions_visible_to, patients_visible_to


class VisibleRow(serializers.PrimaryKeyRelatedField):
    """A row the asking person may see; a foreign id and an absent one give the same error."""

    default_error_messages = {
        "does_not_exist": "There is no such record.",
        "incorrect_type": "Give the record's id, a whole number.",
    }

    def __init__(self, **kwargs):
        # without it 1.5 would silently mean record 1
        kwargs.setdefault("pk_field", serializers.IntegerField(min_value=1))
        super().__init__(**kwargs)


class VisiblePatient(VisibleRow):
    """A patient of one's own clinic."""

    def get_queryset(self) -> QuerySet:
        """The asking person's patients."""
        return patients_visible_to(self.context["request"].user)


class VisibleLesion(VisibleRow):
    """A lesion of such a patient."""

    def get_queryset(self) -> QuerySet:
        """The asking person's lesions."""
        return lesions_visible_to(self.context["request"].user)


class VisibleCase(VisibleRow):
    """A case of such a lesion."""

    def get_queryset(self) -> QuerySet:
        """The asking person's cases."""
        return cases_visible_to(self.context["request"].user)
