"""The outlines that people drew, and the one that counts for a picture's measurements."""

from django.db.models import Prefetch, QuerySet

from analysis.models import Segmentation
from cases.models import LesionImage
from cases.selectors.hidden_results import is_hidden
from cases.selectors.visible import within_clinic

Measurements = dict[str, float | None | list[str]]


def outlines_visible_to(user) -> QuerySet[Segmentation]:
    """The outlines drawn on the user's clinic's pictures, newest first, each with who drew it and its picture."""
    drawn = Segmentation.objects.filter(image__isnull=False).select_related("drawn_by", "image").order_by("-pk")
    return within_clinic(drawn, user, patient="image__case__lesion__patient")


def with_drawn_outlines(images: QuerySet[LesionImage], user) -> QuerySet[LesionImage]:
    """Pictures whose `drawn_outlines` (newest first) are fetched for all of them in one query."""
    return images.prefetch_related(
        Prefetch("drawn_segmentations", queryset=outlines_visible_to(user), to_attr="drawn_outlines")
    )


def newest_outline(image: LesionImage) -> Segmentation | None:
    """The outline that somebody drew last on the picture; free after `with_drawn_outlines`, one query otherwise."""
    if hasattr(image, "drawn_outlines"):
        return image.drawn_outlines[0] if image.drawn_outlines else None
    return image.drawn_segmentations.select_related("drawn_by").order_by("-pk").first()


def counting_outline(image: LesionImage) -> Segmentation | None:
    """The outline whose measurements count: the newest drawn one, else that of the latest analysis, if it shows."""
    analysis = image.latest_analysis
    return newest_outline(image) or (analysis.segmentation if analysis and not is_hidden(analysis) else None)


def measurements_of(outline: Segmentation, mm_per_pixel: float | None) -> Measurements:
    """An outline's measurements in the picture's scale of today, which may have been corrected since."""
    lengths = {
        f"{name.removesuffix('_px')}_mm": value * mm_per_pixel if mm_per_pixel and value is not None else None
        for name, value in outline.measurements.items()
        if name.endswith("_px") and name != "area_px"
    }
    area = outline.measurements.get("area_px")
    in_mm2 = area * mm_per_pixel**2 if mm_per_pixel and area is not None else None
    return outline.measurements | lengths | {"area_mm2": in_mm2}
