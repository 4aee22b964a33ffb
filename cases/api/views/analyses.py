"""/api/analyses/"""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.viewsets import ReadOnlyModelViewSet

from analysis.models import Analysis
from cases.api.examples import ANALYSIS
from cases.api.filters.analyses import AnalysisFilters
from cases.api.pages import RecordPages
from cases.api.record_view_set import RecordView
from cases.api.serializers.analysis import AnalysisDetailSerializer, AnalysisSerializer
from cases.selectors import analyses_visible_to


@extend_schema_view(
    list=extend_schema(summary="Find analyses"),
    retrieve=extend_schema(summary="Read an analysis; poll this until the state is final", examples=ANALYSIS),
)
class AnalysisViewSet(RecordView, ReadOnlyModelViewSet):
    """The analyses of one's clinic's pictures, newest first; one alone also has its outline."""

    pagination_class = RecordPages
    filterset_class = AnalysisFilters
    lookup_url_kwarg = "analysis_id"

    def get_queryset(self) -> QuerySet[Analysis]:
        """Those of the asking person's clinic."""
        return analyses_visible_to(self.request.user, hidden_too=True)

    def get_serializer_class(self) -> type[AnalysisSerializer]:
        """With the outline for one, without for many."""
        return AnalysisSerializer if self.action == "list" else AnalysisDetailSerializer
