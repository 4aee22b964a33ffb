"""A person draws where the lesion is, and it is measured anew."""

from collections.abc import Sequence

import numpy as np
from django.core.exceptions import ValidationError
from PIL import Image

from accounts.models import User
from analysis.models import Segmentation
from cases.models import LesionImage
from cases.services.keep_outline import keep_outline
from ml.mask_png import mask_png
from ml.measure import SMALLEST_SHAPE, measure
from ml.polygon import crosses_itself, fill_polygon
from ml.preprocess import box_of, squash

MOST_POINTS = 400
REFUSALS = {
    "not_a_polygon": "An outline is a list of points, each with two numbers.",
    "too_few_points": "An outline needs at least three points.",
    "too_many_points": f"An outline has at most {MOST_POINTS} points.",
    "outside_the_picture": "The outline leaves the picture. Move its points back inside.",
    "crosses_itself": "The outline crosses itself. Move its points so that no two sides meet.",
    "too_small": f"The outline is too small to be measured: it holds fewer than {SMALLEST_SHAPE} pixels.",
}


def draw_outline(*, image: LesionImage, points: Sequence[Sequence[float]], by: User) -> Segmentation:
    """Keep a person's outline of the lesion, with mask and measurements; it counts from now on.

    The segmenter's outline and all earlier ones stay as they are. Nothing is classified again: probabilities and
    verdict are still those of the analysis.

    Args:
        image: from `images_visible_to`.
        points: (x, y) of one closed polygon in pixels of the upright original; its first pixel reaches from 0 to 1.
        by: who draws.

    Returns:
        The new row; measured as `ml.measure` measures the segmenter's, colours on our rendition of the picture.

    Raises:
        django.core.exceptions.ValidationError: one sentence, with a code of `REFUSALS`; or "scale_changed".
    """
    polygon = _polygon(points)
    if len(polygon) < 3:
        raise _refusal("too_few_points")
    if (polygon < 0).any() or (polygon > (image.width, image.height)).any():
        raise _refusal("outside_the_picture")
    if crosses_itself(polygon):
        raise _refusal("crosses_itself")
    mask = fill_polygon(polygon, image.width, image.height)
    if np.count_nonzero(mask) < SMALLEST_SHAPE:
        raise _refusal("too_small")
    measurements = measure(mask, _frame(image), image.mm_per_pixel)
    x0, y0, x1, y1 = box_of(mask)
    return keep_outline(
        image=image,
        by=by,
        mask=mask_png(mask),
        outline=[polygon.tolist()],
        bbox_x0=x0,
        bbox_y0=y0,
        bbox_x1=x1,
        bbox_y1=y1,
        area_fraction=measurements["area_fraction"],
        measurements=measurements,
        detail={"points": len(polygon)},
    )


def _polygon(points: Sequence[Sequence[float]]) -> np.ndarray:
    """float (n, 2) to a hundredth of a pixel, without points that lie on the one before."""
    if len(points) > MOST_POINTS:
        raise _refusal("too_many_points")
    try:
        polygon = np.array([(float(x), float(y)) for x, y in points]).reshape(-1, 2).round(2)
    except (TypeError, ValueError, OverflowError) as error:
        raise _refusal("not_a_polygon") from error
    if not np.isfinite(polygon).all():
        raise _refusal("not_a_polygon")
    return polygon[(polygon != np.roll(polygon, 1, axis=0)).any(axis=1)]


def _frame(image: LesionImage) -> np.ndarray:
    """The picture as the networks see it, from the rendition: bytes of our own making, safe to open here."""
    rendition = image.rendition
    with rendition.storage.open(rendition.name, "rb") as file, Image.open(file, formats=["JPEG"]) as picture:
        return squash(np.asarray(picture.convert("RGB")))


def _refusal(code: str) -> ValidationError:
    return ValidationError(REFUSALS[code], code=code)
