"""/api/lesions/"""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view

from cases.api.examples import LESION
from cases.api.filters.lesions import LesionFilters
from cases.api.record_view_set import RecordViewSet
from cases.api.serializers.lesion import LesionSerializer
from cases.models import Lesion
from cases.selectors import lesions_visible_to
from cases.services.change_lesion import change_lesion
from cases.services.mark_lesion import mark_lesion


@extend_schema_view(
    list=extend_schema(summary="Find lesions"),
    create=extend_schema(summary="Mark a lesion", examples=[LESION]),
    retrieve=extend_schema(summary="Read a lesion"),
    partial_update=extend_schema(summary="Change a lesion"),
)
class LesionViewSet(RecordViewSet):
    """The lesions of one's clinic's patients."""

    serializer_class = LesionSerializer
    filterset_class = LesionFilters
    lookup_url_kwarg = "lesion_id"

    def get_queryset(self) -> QuerySet[Lesion]:
        """Those of the asking person's clinic."""
        return lesions_visible_to(self.request.user)

    def make(self, **fields: Any) -> Lesion:
        """Mark the lesion."""
        return mark_lesion(by=self.request.user, **fields)

    def change(self, row: Lesion, **changes: Any) -> Lesion:
        """Change its place or description."""
        return change_lesion(lesion=row, by=self.request.user, **changes)
