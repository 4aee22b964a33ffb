"""/api/analyses/<id>/files/<kind>/"""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from cases.api.served_file import PICTURE, FileView
from cases.selectors import analyses_visible_to
from cases.services.open_analysis_file import open_analysis_file

KIND = OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=["mask", "overlay", "explanation"])


class AnalysisFile(FileView):
    """A result's file: the mask, the picture with the outline drawn in, or the coloured class activation map."""

    @extend_schema(
        summary="Fetch the mask, the overlay or the explanation",
        operation_id="analyses_files_retrieve",
        parameters=[KIND],
        responses=PICTURE,
    )
    def get(self, request: Request, analysis_id: int, kind: str) -> HttpResponse:
        """The bytes of the picture; 404 while there is no result."""
        analysis = get_object_or_404(analyses_visible_to(request.user), pk=analysis_id)
        return self.answer(*open_analysis_file(analysis=analysis, kind=kind))
