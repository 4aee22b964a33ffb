"""/api/break-glass/"""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.roles import Act
from cases.api.pages import RecordPages
from cases.api.record_view_set import RecordView
from cases.api.serializers.break_glass import BreakGlassAskedSerializer, BreakGlassSerializer
from cases.models import BreakGlass
from cases.selectors.broken_glass import open_glass_of
from cases.services.break_glass import break_glass
from cases.services.end_break_glass import end_break_glass


@extend_schema_view(get=extend_schema(summary="List the records of other clinics that you have open"))
class BrokenGlass(RecordView, ListAPIView):
    """Emergency access to a record of another clinic: sixty minutes, to read only; both clinics are told at once."""

    acts = {"POST": Act.SEE_RECORD}
    serializer_class = BreakGlassSerializer
    pagination_class = RecordPages
    filter_backends = []

    def get_queryset(self) -> QuerySet[BreakGlass]:
        """One's own, as long as they last."""
        return open_glass_of(self.request.user)

    @extend_schema(
        summary="Open a record of another clinic in an emergency",
        request=BreakGlassAskedSerializer,
        responses={201: BreakGlassSerializer},
    )
    def post(self, request: Request) -> Response:
        """400 `reason_too_short`, `no_such_record`, `too_many_tries`; then read it as your own, by the id `patient`."""
        asked = BreakGlassAskedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        glass = break_glass(by=request.user, **asked.validated_data)
        return Response(BreakGlassSerializer(glass).data, status.HTTP_201_CREATED)


class EndBrokenGlass(RecordView, APIView):
    """Emergency access that is needed no more."""

    acts = {"POST": Act.SEE_RECORD}

    @extend_schema(summary="Close a record of another clinic", request=None, responses=BreakGlassSerializer)
    def post(self, request: Request, glass_id: int) -> Response:
        """It ends by itself after sixty minutes."""
        glass = get_object_or_404(open_glass_of(request.user), pk=glass_id)
        end_break_glass(glass=glass, by=request.user)
        glass.refresh_from_db(fields=["ends_at"])
        return Response(BreakGlassSerializer(glass).data)
