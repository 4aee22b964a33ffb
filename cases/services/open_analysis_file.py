"""A result's file is opened, under a name that says nothing about the patient."""

from io import BytesIO

import numpy as np
from django.http import Http404
from PIL import Image

from analysis.models import Analysis
from cases.models import LesionImage
from cases.services.open_image_file import OpenedFile
from ml.explanation_png import coloured_png
from ml.overlay import overlay_jpeg


def open_analysis_file(*, analysis: Analysis, kind: str, stretched: bool = True) -> OpenedFile:
    """A file of a result that the caller may see.

    Args:
        analysis: from `analyses_visible_to`.
        kind: "mask" as the segmenter gave it, at the original's size; "overlay" is the rendition with the lesion's
            outline, "explanation" the class activation map in colours, of the rendition's size, transparent where it
            is low; both are drawn when asked for.
        stretched: False for the explanation as it is kept, 224 x 224 over the whole picture, for a page that
            stretches it over the picture by itself.

    Raises:
        django.http.Http404: no such kind, or the analysis has no result, or one from before there were explanations.
    """
    segmentation = analysis.segmentation
    if segmentation is None or kind not in ("mask", "overlay", "explanation"):
        raise Http404("The analysis has no such file.")
    if kind == "explanation" and not analysis.prediction.explanation:
        raise Http404("The analysis has no such file.")
    neutral = f"analysis-{analysis.pk}-{kind}"
    if kind == "explanation":
        return BytesIO(_draw_explanation(analysis, stretched=stretched)), "image/png", f"{neutral}.png"
    if kind == "mask":
        mask = segmentation.mask
        return mask.storage.open(mask.name, "rb"), "image/png", f"{neutral}.png"
    return BytesIO(_draw_overlay(analysis.image, segmentation.outline)), "image/jpeg", f"{neutral}.jpg"


def _draw_overlay(image: LesionImage, outline: list) -> bytes:
    rendition = image.rendition
    with rendition.storage.open(rendition.name, "rb") as file, Image.open(file, formats=["JPEG"]) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    # the outline is in pixels of the original, the rendition may be smaller
    height, width = pixels.shape[:2]
    across, down = width / image.width, height / image.height
    return overlay_jpeg(pixels, [[(x * across, y * down) for x, y in polygon] for polygon in outline])


def _draw_explanation(analysis: Analysis, *, stretched: bool) -> bytes:
    kept = analysis.prediction.explanation
    with kept.storage.open(kept.name, "rb") as file, Image.open(file, formats=["PNG"]) as stored:
        explanation = np.asarray(stored.convert("L"))
    height, width = explanation.shape
    if stretched:
        rendition = analysis.image.rendition
        with rendition.storage.open(rendition.name, "rb") as file, Image.open(file, formats=["JPEG"]) as picture:
            width, height = picture.size
    return coloured_png(explanation, width, height)
