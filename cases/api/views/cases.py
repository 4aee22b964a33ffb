"""/api/cases/"""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view

from cases.api.examples import CASE
from cases.api.filters.cases import CaseFilters
from cases.api.record_view_set import RecordViewSet
from cases.api.serializers.case import CaseSerializer
from cases.models import Case
from cases.selectors import cases_visible_to, with_state
from cases.services.change_case import change_case
from cases.services.open_case import open_case


@extend_schema_view(
    list=extend_schema(summary="Find cases"),
    create=extend_schema(summary="Open a case", examples=[CASE]),
    retrieve=extend_schema(summary="Read a case"),
    partial_update=extend_schema(summary="Change a case"),
)
class CaseViewSet(RecordViewSet):
    """The cases of one's clinic, each with its computed state."""

    serializer_class = CaseSerializer
    filterset_class = CaseFilters
    lookup_url_kwarg = "case_id"

    def get_queryset(self) -> QuerySet[Case]:
        """Those of the asking person's clinic."""
        return with_state(cases_visible_to(self.request.user)).select_related("opened_by")

    def paginate_queryset(self, queryset: QuerySet[Case]) -> list[Case]:
        """One page, found by id first: the computed columns are dear and are computed for its rows alone."""
        ids = super().paginate_queryset(queryset.values_list("pk", flat=True))
        found = self.get_queryset().in_bulk(ids)
        return [found[pk] for pk in ids if pk in found]

    def make(self, **fields: Any) -> Case:
        """Open the case."""
        return open_case(by=self.request.user, **fields)

    def change(self, row: Case, **changes: Any) -> Case:
        """Change its reason."""
        return change_case(case=row, by=self.request.user, **changes)
