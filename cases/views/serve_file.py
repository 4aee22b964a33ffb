"""The only way to a stored picture: asks the record's permission, then sends the file."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.requires import requires
from cases.selectors import analyses_visible_to, images_visible_to, outlines_visible_to
from cases.sent_file import sent_file
from cases.services.open_analysis_file import open_analysis_file
from cases.services.open_image_file import open_image_file
from cases.services.open_outline_mask import open_outline_mask


@require_safe
@requires(Act.SEE_RECORD)
def serve_image_file(request, image_id: int, kind: str) -> HttpResponse:
    """A picture's rendition or thumbnail to look at, or its original to keep."""
    image = get_object_or_404(images_visible_to(request.user), pk=image_id)
    return sent_file(*open_image_file(image=image, kind=kind), attachment=kind == "original")


@require_safe
@requires(Act.SEE_RECORD)
def serve_analysis_file(request, analysis_id: int, kind: str) -> HttpResponse:
    """A result's mask, its overlay, or the map that explains it, which the page stretches over the picture."""
    analysis = get_object_or_404(analyses_visible_to(request.user), pk=analysis_id)
    return sent_file(*open_analysis_file(analysis=analysis, kind=kind, stretched=False))


@require_safe
@requires(Act.SEE_RECORD)
def serve_outline_mask(request, outline_id: int) -> HttpResponse:
    """The mask of an outline that a person drew."""
    outline = get_object_or_404(outlines_visible_to(request.user), pk=outline_id)
    return sent_file(*open_outline_mask(outline=outline))
