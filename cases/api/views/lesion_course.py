"""/api/lesions/<id>/timeline/ and /api/lesions/<id>/compare/"""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.example_of_comparison import COMPARISON
from cases.api.record_view_set import RecordView
from cases.api.serializers.lesion_course import (
    AskedPairSerializer,
    LesionComparisonSerializer,
    LesionTimelineSerializer,
)
from cases.models import Lesion
from cases.over_time.change import compare
from cases.over_time.pair import chosen_pair
from cases.over_time.picture import Picture, in_order
from cases.selectors import lesion_pictures_visible_to, lesions_visible_to, signed_reviews_of, valid_histology_of

NOTHING_TO_COMPARE = {"earlier": None, "later": None, "days": None, "changes": [], "colours": None}


class LesionCourseView(RecordView, APIView):
    """One lesion of the asking person's clinic."""

    def lesion(self) -> Lesion:
        """The lesion of the address."""
        return get_object_or_404(lesions_visible_to(self.request.user), pk=self.kwargs["lesion_id"])

    def pictures(self, lesion: Lesion) -> list[Picture]:
        """Its pictures, oldest first."""
        return in_order(lesion_pictures_visible_to(self.request.user, lesion))


class LesionTimeline(LesionCourseView):
    """A lesion's pictures by the time they were taken, its signed decisions and its histology."""

    @extend_schema(summary="Read a lesion's time line", responses=LesionTimelineSerializer)
    def get(self, request: Request, lesion_id: int) -> Response:
        """Everything at once: a lesion has few pictures."""
        lesion = self.lesion()
        line = {
            "lesion": lesion.pk,
            "pictures": self.pictures(lesion),
            "decisions": signed_reviews_of(request.user, lesion),
            "histology": valid_histology_of(request.user, lesion),
        }
        return Response(LesionTimelineSerializer(line, context={"request": request}).data)


class LesionComparison(LesionCourseView):
    """What has changed between two pictures of a lesion."""

    @extend_schema(
        summary="Compare two pictures of a lesion",
        parameters=[AskedPairSerializer],
        responses=LesionComparisonSerializer,
        examples=[COMPARISON],
    )
    def get(self, request: Request, lesion_id: int) -> Response:
        """The two named pictures, or the newest dermoscopic one and the newest of an earlier case."""
        lesion = self.lesion()
        asked = AskedPairSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        pair = chosen_pair(self.pictures(lesion), a=wanted["a"], b=wanted["b"], all_kinds=wanted["all"])
        return Response(LesionComparisonSerializer(compare(*pair) if pair else NOTHING_TO_COMPARE).data)
