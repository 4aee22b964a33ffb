"""/api/audit/"""

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request

from accounts.models import AuditEvent
from accounts.roles import Act
from accounts.selectors import events_visible_to
from cases.api.pages import RecordPages
from cases.api.record_view_set import RecordView
from cases.api.served_file import AnyAccept
from skinlesion.trail.rows import COLUMNS, FORMS, trail_response


class EventFilters(filters.FilterSet):
    """What is asked for most: who, what, on which object, when, in which request."""

    since = filters.IsoDateTimeFilter("at", "gte")
    until = filters.IsoDateTimeFilter("at", "lt")
    user = filters.NumberFilter("user_id")
    acts = filters.CharFilter("act", "startswith", label="How an act begins, such as `case.`")

    class Meta:
        model = AuditEvent
        fields = ("act", "object_type", "object_id", "request_id", "clinic_id")


class EventSerializer(serializers.ModelSerializer):
    """An event with its place in the chain. `detail` holds codes, counts and ids, never names."""

    detail = serializers.DictField(read_only=True)

    class Meta:
        model = AuditEvent
        fields = COLUMNS


class _Trail(RecordView, GenericAPIView):
    acts = {"GET": Act.ADMINISTER, "HEAD": Act.ADMINISTER}
    serializer_class = EventSerializer
    filterset_class = EventFilters
    pagination_class = RecordPages

    def get_queryset(self) -> QuerySet[AuditEvent]:
        """Of the asking person's clinic, newest first."""
        return events_visible_to(self.request.user)


class Trail(_Trail, ListAPIView):
    """The audit trail of one's clinic: who read and wrote what; for administrators."""

    @extend_schema(summary="Search the audit trail", operation_id="audit_list")
    def get(self, request: Request, *args, **kwargs):
        """Newest first."""
        return super().get(request, *args, **kwargs)


class TrailExport(_Trail):
    """The audit trail as a file; for administrators. Leaves the event audit.exported."""

    limits = {"GET": "exports"}
    content_negotiation_class = AnyAccept

    @extend_schema(
        summary="Export the audit trail",
        operation_id="audit_export",
        filters=True,
        parameters=[OpenApiParameter("form", enum=list(FORMS), default="csv")],
        responses={(200, "text/csv"): OpenApiTypes.STR, (200, "application/jsonl"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """Everything that the filters find, oldest first: a table without formulas, or one JSON object a line."""
        form = request.query_params.get("form", "csv")
        if form not in FORMS:
            raise ValidationError({"form": "There is no such choice."}, code="invalid_choice")
        used = sorted(name for name in request.query_params if name in EventFilters.base_filters)
        events = self.filter_queryset(self.get_queryset())
        return trail_response(events=events, form=form, filters=used, by=request.user)
