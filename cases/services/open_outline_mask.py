"""The mask of a drawn outline is opened, under a name that says nothing about the patient."""

from analysis.models import Segmentation
from cases.services.open_image_file import OpenedFile


def open_outline_mask(*, outline: Segmentation) -> OpenedFile:
    """The 1-bit PNG of the original's size, white where the lesion is.

    Args:
        outline: from `outlines_visible_to`.
    """
    mask = outline.mask
    return mask.storage.open(mask.name, "rb"), "image/png", f"outline-{outline.pk}-mask.png"
