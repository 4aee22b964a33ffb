"""/api/images/<id>/files/<kind>/"""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from cases.api.served_file import PICTURE, FileView
from cases.selectors import images_visible_to
from cases.services.open_image_file import open_image_file

KIND = OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=["rendition", "thumbnail", "original"])


class ImageFile(FileView):
    """A picture's file: our clean rendition, its thumbnail, or the original as an attachment."""

    @extend_schema(
        summary="Fetch a picture's file", operation_id="images_files_retrieve", parameters=[KIND], responses=PICTURE
    )
    def get(self, request: Request, image_id: int, kind: str) -> HttpResponse:
        """The bytes of the picture."""
        image = get_object_or_404(images_visible_to(request.user), pk=image_id)
        return self.answer(*open_image_file(image=image, kind=kind), as_attachment=kind == "original")
