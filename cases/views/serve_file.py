"""The only way to a stored picture: asks the record's permission, then sends the file."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.requires import requires
from cases.selectors import analyses_visible_to, images_visible_to, outlines_visible_to
from cases.services.open_analysis_file import open_analysis_file
from cases.services.open_image_file import OpenedFile, open_image_file
from cases.services.open_outline_mask import open_outline_mask


@require_safe
@requires(Act.SEE_RECORD)
def serve_image_file(request, image_id: int, kind: str) -> FileResponse:
    """A picture's rendition or thumbnail to look at, or its original to keep."""
    image = get_object_or_404(images_visible_to(request.user), pk=image_id)
    return _send(open_image_file(image=image, kind=kind), attachment=kind == "original")


@require_safe
@requires(Act.SEE_RECORD)
def serve_analysis_file(request, analysis_id: int, kind: str) -> FileResponse:
    """A result's mask, its overlay, or the map that explains it, which the page stretches over the picture."""
    analysis = get_object_or_404(analyses_visible_to(request.user), pk=analysis_id)
    return _send(open_analysis_file(analysis=analysis, kind=kind, stretched=False))


@require_safe
@requires(Act.SEE_RECORD)
def serve_outline_mask(request, outline_id: int) -> FileResponse:
    """The mask of an outline that a person drew."""
    outline = get_object_or_404(outlines_visible_to(request.user), pk=outline_id)
    return _send(open_outline_mask(outline=outline))


def _send(opened: OpenedFile, *, attachment: bool = False) -> FileResponse:
    file, content_type, name = opened
    response = FileResponse(file, content_type=content_type, filename=name, as_attachment=attachment)
    response["Cache-Control"] = "private, no-store"
    # said here too, not only by the middleware: a stranger's bytes must never be guessed into a page
    response["X-Content-Type-Options"] = "nosniff"
    return response
