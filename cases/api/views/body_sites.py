"""/api/body-sites/"""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView

from cases.api.pages import TablePages
from cases.api.record_view_set import RecordView
from cases.api.serializers.body_site import BodySiteSerializer
from cases.body_sites import SITES, BodySite


@extend_schema_view(get=extend_schema(summary="List body sites"))
class BodySites(RecordView, ListAPIView):
    """The body sites a lesion can be on."""

    serializer_class = BodySiteSerializer
    pagination_class = TablePages
    filter_backends = []

    def get_queryset(self) -> tuple[BodySite, ...]:
        """The whole table, in its own order."""
        return SITES
