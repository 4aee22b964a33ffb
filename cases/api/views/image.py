"""/api/images/<id>/"""

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import RetrieveAPIView

from cases.api.record_view_set import RecordView
from cases.api.serializers.image import ImageDetailSerializer
from cases.models import LesionImage
from cases.selectors import analyses_visible_to, images_visible_to, with_latest_analysis


@extend_schema_view(get=extend_schema(summary="Read a picture with all its analyses"))
class ImageView(RecordView, RetrieveAPIView):
    """A picture with all its analyses."""

    serializer_class = ImageDetailSerializer
    filter_backends = []
    lookup_url_kwarg = "image_id"

    def get_queryset(self) -> QuerySet[LesionImage]:
        """Those of the asking person's clinic."""
        analyses = Prefetch("analyses", queryset=analyses_visible_to(self.request.user, hidden_too=True))
        images = images_visible_to(self.request.user).select_related("received_by").prefetch_related(analyses)
        return with_latest_analysis(images, hidden_too=True)
