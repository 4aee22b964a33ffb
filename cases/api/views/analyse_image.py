"""/api/images/<id>/analyse/"""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.roles import Act
from cases.api.examples import ANYWAY, QUEUED
from cases.api.record_view_set import RecordView
from cases.api.serializers.analyse import AnalyseSerializer
from cases.api.serializers.analysis import AnalysisDetailSerializer
from cases.selectors import analyses_visible_to, images_visible_to
from cases.services.analyse_image import analyse_image


class AnalyseImage(RecordView, APIView):
    """Analyse a picture again with the models now in use."""

    acts = {"POST": Act.ANALYSE}
    limits = {"POST": "predictions"}

    @extend_schema(
        summary="Analyse a picture again",
        examples=[ANYWAY, QUEUED],
        request=AnalyseSerializer,
        responses={202: OpenApiResponse(AnalysisDetailSerializer, "The queued analysis, or the one still under way.")},
    )
    def post(self, request: Request, image_id: int) -> Response:
        """Queue an analysis; one that is still under way is answered instead of a second one.

        `{"anyway": true}` overrules the gate that refused the picture's latest analysis (400 `nothing_to_overrule`
        where none did); the result carries `anyway` and, in `flags`, the reasons that speak against it.
        """
        image = get_object_or_404(images_visible_to(request.user), pk=image_id)
        said = AnalyseSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        asked = analyse_image(image=image, by=request.user, **said.validated_data)
        analysis = analyses_visible_to(request.user, hidden_too=True).get(pk=asked.pk)
        shown = AnalysisDetailSerializer(analysis, context={"request": request})
        return Response(shown.data, status.HTTP_202_ACCEPTED)
