"""A person goes back to the segmenter's outline."""

from django.core.exceptions import ValidationError

from accounts.models import User
from analysis.models import Segmentation
from cases.models import LesionImage
from cases.selectors import is_hidden
from cases.services.keep_outline import keep_outline

NO_OUTLINE = "The latest analysis of this picture has no outline to go back to."


def choose_machine_outline(*, image: LesionImage, by: User) -> Segmentation:
    """Store the outline of the picture's latest analysis as this person's own: nothing that was drawn is deleted.

    Args:
        image: from `images_visible_to`.
        by: who chooses.

    Returns:
        A new row with the same mask, outline and measurements; it counts from now on.

    Raises:
        django.core.exceptions.ValidationError: code "no_outline", the latest analysis is not done, or its result
            waits for the clinician's impression.
    """
    analysis = image.latest_analysis
    found = analysis.segmentation if analysis and not is_hidden(analysis) else None
    if found is None:
        raise ValidationError(NO_OUTLINE, code="no_outline")
    with found.mask.storage.open(found.mask.name, "rb") as file:
        mask = file.read()
    same = ("bbox_x0", "bbox_y0", "bbox_x1", "bbox_y1", "area_fraction", "measurements")
    return keep_outline(
        image=image,
        by=by,
        mask=mask,
        outline=found.outline,
        detail={"of_analysis": analysis.pk},
        **{name: getattr(found, name) for name in same},
    )
