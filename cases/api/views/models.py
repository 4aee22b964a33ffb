"""/api/models/"""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.viewsets import ReadOnlyModelViewSet

from analysis.models import ModelVersion
from cases.api.filters.models import ModelVersionFilters
from cases.api.pages import RecordPages
from cases.api.record_view_set import RecordView
from cases.api.serializers.model_version import ModelVersionSerializer
from cases.selectors import versions_visible_to


@extend_schema_view(
    list=extend_schema(summary="List model versions"), retrieve=extend_schema(summary="Read a model version")
)
class ModelVersionViewSet(RecordView, ReadOnlyModelViewSet):
    """The trained networks this installation knows; the active ones analyse new pictures."""

    serializer_class = ModelVersionSerializer
    pagination_class = RecordPages
    filterset_class = ModelVersionFilters
    lookup_url_kwarg = "model_id"

    def get_queryset(self) -> QuerySet[ModelVersion]:
        """They belong to the installation, not to a clinic; those that are only being tried show to administrators."""
        return versions_visible_to(self.request.user)
