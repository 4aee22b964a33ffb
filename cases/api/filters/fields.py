"""Kinds of filters that several lists use."""

from datetime import UTC

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import QuerySet
from django_filters.fields import IsoDateTimeField


class IdFilter(django_filters.NumberFilter):
    """Rows that belong to the record of this id; none for an absent or foreign one."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs):
        super().__init__(min_value=-models.BigIntegerField.MAX_BIGINT, **kwargs)

    def get_max_validator(self) -> MaxValueValidator:
        """The largest id a database can look for; SQLite raises OverflowError beyond it."""
        return MaxValueValidator(models.BigIntegerField.MAX_BIGINT)


class TriStateFilter(django_filters.ChoiceFilter):
    """A field that is yes, no or not asked: `true`, `false` or `null`."""

    def __init__(self, **kwargs):
        super().__init__(choices=[("true", "Yes"), ("false", "No"), ("null", "Not asked")], **kwargs)

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        """All for an empty value; else the rows with exactly that answer."""
        if not value:
            return qs
        return qs.filter(**{self.field_name: {"true": True, "false": False, "null": None}[value]})


class _InstantField(IsoDateTimeField):
    def to_python(self, value):
        """A moment in UTC: near the years 1 and 9999 some have none, and the database would choke on them."""
        moment = super().to_python(value)
        try:
            return moment.astimezone(UTC) if moment else None
        except OverflowError as error:
            raise ValidationError("Enter a valid date/time.", code="invalid") from error


class InstantFilter(django_filters.IsoDateTimeFilter):
    """A date or a date with time, ISO 8601; a date alone is its first moment."""

    field_class = _InstantField


class StableOrdering(django_filters.OrderingFilter):
    """The allowed orders, each ending in the id: rows that tie keep their place from page to page."""

    def filter(self, qs: QuerySet, value: list[str] | None) -> QuerySet:
        """Order as asked, else as the model says."""
        if not value:
            return qs
        return qs.order_by(*[self.get_ordering_value(param) for param in value], "pk")
