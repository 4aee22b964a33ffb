"""/api/images/<id>/outline/ and /api/outlines/<id>/mask/"""

from django.db.models import QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from analysis.models import Segmentation
from cases.api.pages import RecordPages
from cases.api.record_view_set import RecordView
from cases.api.serializers.outline import DrawOutlineSerializer, OutlineSerializer
from cases.api.served_file import PICTURE, FileView
from cases.models import LesionImage
from cases.selectors import images_visible_to, outlines_visible_to
from cases.services.choose_machine_outline import choose_machine_outline
from cases.services.draw_outline import draw_outline
from cases.services.open_outline_mask import open_outline_mask

POINTS = [[120.0, 200.0], [250.0, 80.0], [380.0, 210.0], [240.0, 330.0]]
DRAWN = OpenApiExample("Drawn by hand", value={"points": POINTS}, request_only=True)
MACHINE = OpenApiExample("The machine's again", value={"machine": True}, request_only=True)


@extend_schema_view(get=extend_schema(summary="List the outlines that people drew on a picture"))
class ImageOutlines(RecordView, ListAPIView):
    """The drawn outlines of a picture, newest first: the first counts. The machine's stands in each analysis."""

    serializer_class = OutlineSerializer
    pagination_class = RecordPages
    filter_backends = []

    def get_image(self) -> LesionImage:
        """The picture, if the asking person may see it."""
        return get_object_or_404(images_visible_to(self.request.user), pk=self.kwargs["image_id"])

    def get_queryset(self) -> QuerySet[Segmentation]:
        """Those on the picture."""
        return outlines_visible_to(self.request.user).filter(image=self.get_image())

    @extend_schema(
        summary="Correct a picture's outline by hand",
        examples=[DRAWN, MACHINE],
        request=DrawOutlineSerializer,
        responses={201: OpenApiResponse(OutlineSerializer, "The kept outline with its measurements.")},
    )
    def post(self, request: Request, image_id: int) -> Response:
        """Keep a polygon as the lesion's outline: it is measured and counts from now on; nothing is overwritten.

        Refused (400) with `too_few_points`, `too_many_points`, `outside_the_picture`, `crosses_itself` or `too_small`;
        with `no_outline` where `machine` is asked for and the latest analysis has none. Probabilities do not change.
        """
        image = self.get_image()
        asked = DrawOutlineSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if asked.validated_data["machine"]:
            kept = choose_machine_outline(image=image, by=request.user)
        else:
            kept = draw_outline(image=image, points=asked.validated_data["points"], by=request.user)
        shown = OutlineSerializer(outlines_visible_to(request.user).get(pk=kept.pk), context={"request": request})
        return Response(shown.data, status.HTTP_201_CREATED)


class OutlineMask(FileView):
    """The mask of a drawn outline."""

    @extend_schema(summary="Fetch the mask of a drawn outline", responses=PICTURE)
    def get(self, request: Request, outline_id: int) -> FileResponse:
        """A 1-bit PNG of the original's size, white where the lesion is."""
        outline = get_object_or_404(outlines_visible_to(request.user), pk=outline_id)
        return self.answer(*open_outline_mask(outline=outline))
