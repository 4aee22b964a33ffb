"""/api/cases/<id>/images/"""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.pages import RecordPages
from cases.api.record_view_set import RecordView
from cases.api.serializers.image import ImageSerializer
from cases.api.serializers.upload import ReceiptSerializer, UploadSerializer
from cases.models import Case, LesionImage
from cases.selectors import cases_visible_to, images_visible_to, with_latest_analysis
from cases.services.receive_image import receive_image


@extend_schema_view(get=extend_schema(summary="List the pictures of a case"))
class CaseImages(RecordView, ListAPIView):
    """The pictures of a case, oldest first; a POST adds one."""

    limits = {"POST": "uploads"}
    serializer_class = ImageSerializer
    pagination_class = RecordPages
    filter_backends = []
    parser_classes = [MultiPartParser]

    def get_case(self) -> Case:
        """The case, if the asking person may see it."""
        return get_object_or_404(cases_visible_to(self.request.user), pk=self.kwargs["case_id"])

    def get_queryset(self) -> QuerySet[LesionImage]:
        """Its pictures with their latest analyses."""
        images = images_visible_to(self.request.user).filter(case=self.get_case())
        return with_latest_analysis(images, hidden_too=True).select_related("received_by")

    @extend_schema(
        summary="Upload a picture",
        request={"multipart/form-data": UploadSerializer},
        responses={
            201: OpenApiResponse(ReceiptSerializer, "The stored picture with its queued analysis."),
            200: OpenApiResponse(ReceiptSerializer, "The case has this picture already; nothing new is stored."),
        },
    )
    def post(self, request: Request, case_id: int) -> Response:
        """Add a picture to the case; its analysis is queued at once."""
        case = self.get_case()
        asked = UploadSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        fields = dict(asked.validated_data)
        receipt = receive_image(case=case, upload=fields.pop("file"), by=request.user, **fields)
        context = {**self.get_serializer_context(), "duplicate": receipt.duplicate}
        shown = ReceiptSerializer(receipt.image, context=context)
        return Response(shown.data, status.HTTP_200_OK if receipt.duplicate else status.HTTP_201_CREATED)
