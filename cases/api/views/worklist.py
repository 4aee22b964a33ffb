"""/api/worklist/ and /api/worklist/export/"""

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from analysis.queue_state import queue_state
from cases.api.filters.cases import WorklistFilters
from cases.api.record_view_set import RecordView
from cases.api.serializers.worklist import WorklistSerializer
from cases.api.served_file import AnyAccept
from cases.csv_rows import csv_response
from cases.selectors import (
    SORTS,
    WORKLISTS,
    analyses_visible_to,
    cases_visible_to,
    worklist,
    worklist_counts,
)
from cases.services.export_worklist import export_worklist


class _WorklistView(RecordView, GenericAPIView):
    serializer_class = WorklistSerializer
    filterset_class = WorklistFilters

    def get_queryset(self):
        """The cases of the asking person's clinic; the lists narrow them down."""
        return cases_visible_to(self.request.user)

    def narrowed(self) -> WorklistFilters:
        """What was asked for, valid; its `qs` are the cases that match."""
        filters = WorklistFilters(self.request.query_params, self.get_queryset(), request=self.request)
        if not filters.is_valid():
            raise ValidationError(filters.errors)
        return filters


class WorklistView(_WorklistView):
    """How many cases are on each list of the worklist, and how the queue of analyses stands."""

    @extend_schema(summary="Read the worklist's counts and the queue", filters=True)
    def get(self, request: Request) -> Response:
        """The cases themselves: `/api/cases/?worklist=...` with the same filters."""
        filters = self.narrowed()
        counts = worklist_counts(filters.qs, verdict=filters.verdict_asked)
        queue = queue_state(analyses_visible_to(request.user))
        return Response(WorklistSerializer({"lists": counts, "queue": queue}).data)


class WorklistExport(_WorklistView):
    """A list as CSV for a spreadsheet, all of it, no cell of which is a formula; leaves the event worklist.exported."""

    limits = {"GET": "exports"}
    content_negotiation_class = AnyAccept

    @extend_schema(
        summary="Export a list of the worklist as CSV",
        filters=True,
        parameters=[
            OpenApiParameter("worklist", enum=list(WORKLISTS), default="to_review"),
            OpenApiParameter("sort", enum=list(SORTS), description="The most urgent first without it."),
        ],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """The rows are read while they are sent."""
        filters, code, sort = self.narrowed(), self._one_of("worklist", WORKLISTS), self._one_of("sort", ["", *SORTS])
        cases = worklist(filters.qs, code, verdict=filters.verdict_asked, sort=sort)
        used = sorted(name for name, value in filters.form.cleaned_data.items() if value not in (None, "", False))
        table = export_worklist(cases=cases, code=code, filters=used, by=request.user)
        return csv_response(f"worklist-{code.replace('_', '-')}.csv", table.header, table.rows)

    def _one_of(self, name: str, known) -> str:
        value = self.request.query_params.get(name, next(iter(known)))
        if value not in known:
            raise ValidationError({name: "There is no such choice."}, code="invalid_choice")
        return value
