"""/api/lesions/<id>/loops/ and /api/cases/<id>/lost/"""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.roles import Act
from cases.api.examples import LOST
from cases.api.record_view_set import RecordView
from cases.api.serializers.loop import CaseLoopSerializer, LostSerializer
from cases.selectors import cases_visible_to, lesions_visible_to
from cases.selectors.loop import loops_of
from cases.services.mark_lost_to_follow_up import mark_lost_to_follow_up
from cases.services.unmark_lost_to_follow_up import unmark_lost_to_follow_up


class LesionLoops(RecordView, APIView):
    """Whether what was planned for a lesion has happened."""

    @extend_schema(summary="Read what is planned for a lesion", responses=CaseLoopSerializer(many=True))
    def get(self, request: Request, lesion_id: int) -> Response:
        """One entry a case, newest first: its biopsy with the histology that closed it, its follow-up."""
        lesion = get_object_or_404(lesions_visible_to(request.user), pk=lesion_id)
        loops = loops_of(request.user, [lesion.pk])[lesion.pk]
        return Response(CaseLoopSerializer(loops, many=True, context={"request": request}).data)


class LostFollowUp(RecordView, APIView):
    """A follow-up that the patient did not come to. To start the visit instead, open a case on the lesion."""

    acts = {"POST": Act.WRITE_RECORD, "DELETE": Act.WRITE_RECORD}

    @extend_schema(
        summary="Mark a follow-up as lost",
        examples=[LOST],
        request=LostSerializer,
        responses={201: OpenApiResponse(LostSerializer, "The mark.")},
    )
    def post(self, request: Request, case_id: int) -> Response:
        """400 `nothing_planned`, `came_back` or `lost_already` where there is nothing to be lost."""
        case = get_object_or_404(cases_visible_to(request.user), pk=case_id)
        said = LostSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        lost = mark_lost_to_follow_up(case=case, by=request.user, **said.validated_data)
        return Response(LostSerializer(lost).data, status.HTTP_201_CREATED)

    @extend_schema(summary="Take back that a follow-up is lost", responses={204: None})
    def delete(self, request: Request, case_id: int) -> Response:
        """400 `not_lost` where it is not marked."""
        case = get_object_or_404(cases_visible_to(request.user), pk=case_id)
        unmark_lost_to_follow_up(case=case, by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)
