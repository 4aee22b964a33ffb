"""An outline that a person stands for is kept beside all earlier ones."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from accounts.services.record_event import record_event
from analysis.models import Segmentation
from analysis.models.segmentation import renditions_storage
from cases.models import LesionImage

SCALE_CHANGED = "The picture's scale was corrected while you drew. Please look at the outline and save it again."


def keep_outline(
    *, image: LesionImage, by: User, mask: bytes, outline: list, detail: dict[str, Any], **found: Any
) -> Segmentation:
    """A new row with its own mask file and the audit event "outline.drawn"; nothing earlier is touched.

    The same outline by the same person again (a double click) is the row that is there.

    Args:
        image: which picture it lies on, as it was when the outline was measured.
        by: who stands for it.
        mask: the mask as PNG.
        outline: polygons in pixels of the upright original.
        detail: small facts for the audit event.
        found: bbox_x0, bbox_y0, bbox_x1, bbox_y1, area_fraction and measurements.

    Raises:
        django.core.exceptions.ValidationError: code "scale_changed", the millimetres rest on a scale of before.
    """
    name = renditions_storage().save(f"masks/drawn-{image.pk}-{secrets.token_hex(16)}.png", ContentFile(mask))
    try:
        with transaction.atomic():
            fresh = LesionImage.objects.select_for_update().get(pk=image.pk)
            if fresh.mm_per_pixel != image.mm_per_pixel:
                raise ValidationError(SCALE_CHANGED, code="scale_changed")
            newest = image.drawn_segmentations.order_by("-pk").first()
            if newest and newest.drawn_by_id == by.pk and newest.outline == outline:
                return newest
            kept = Segmentation.objects.create(image=image, drawn_by=by, mask=name, outline=outline, **found)
            record_event(
                act="outline.drawn",
                by=by,
                about=image,
                clinic_id=image.case.lesion.patient.clinic_id,
                detail={"outline": kept.pk, **detail},
            )
        return kept
    finally:
        # the row may stand although the connection broke behind its commit
        if not Segmentation.objects.filter(mask=name).exists():
            renditions_storage().delete(name)
