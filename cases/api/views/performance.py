"""/api/performance/"""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.record_view_set import RecordView
from cases.api.serializers.performance import PerformanceAskedSerializer, PerformanceSerializer
from cases.selectors.performance import classifiers, performance_of


class PerformanceView(RecordView, APIView):
    """How a version of the classifier does in one's clinic: the numbers of the performance page."""

    @extend_schema(
        summary="Read how the classifier does",
        parameters=[PerformanceAskedSerializer],
        responses=PerformanceSerializer,
    )
    def get(self, request: Request) -> Response:
        """Against histology or signed reviews, by group, and week by week; 404 where no classifier is registered.

        One row a lesion: the consultation to which the histology (or the signed review) belongs, and of its pictures
        the most worrying one. What got no answer (`needs_a_person`, `refused`) is in no sensitivity and no
        specificity; it is counted beside them. `docs/performance.md` has every rule.
        """
        asked = PerformanceAskedSerializer(data=request.query_params, context={"request": request})
        asked.is_valid(raise_exception=True)
        classifier = asked.validated_data.get("model") or next(iter(classifiers(request.user)), None)
        if classifier is None:
            raise NotFound("No classifier is registered.")
        found = performance_of(request.user, classifier, asked.validated_data["against"])
        return Response(PerformanceSerializer(found).data)
