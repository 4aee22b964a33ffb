"""What can be made again is made again; what cannot is said, never invented.

Rendition and thumbnail come from the original, by the process that made them at first. The mask of an outline that a
person drew is its polygon, filled, to the pixel. The segmenter's mask is not: its outline has at most 200 points and
no holes, so a new analysis is asked for instead, as for an explanation. A lost original only a backup has.
"""

import hashlib
import tempfile
from pathlib import Path

import numpy as np
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages
from django.db.models import Q

from analysis.models import Analysis, Segmentation
from analysis.request import request_analysis
from cases.images import PreparedPicture
from cases.models import LesionImage
from cases.services.prepare_upload import prepare_upload
from cases.services.spool_upload import Spooled
from ml.mask_png import mask_png
from ml.polygon import fill_polygon
from ml.preprocess import box_of
from skinlesion.fsck.expected import Expected
from skinlesion.fsck.finding import Finding

FROM_BACKUP = "Copy it from a backup: the name there is the same."
NOT_ASKED = "A new analysis would not be the same one (a gate was overruled, or it is hidden): copy it from a backup."
DRAW_AGAIN = "It cannot be made again from the outline: copy it from a backup, or draw the outline again."


def advise(finding: Finding) -> None:
    """Say what a person can do, and whether a newer result makes it needless."""
    expected = finding.expected
    if expected is None:
        return
    if expected.kind == "original":
        finding.advice = FROM_BACKUP
    elif expected.kind in ("rendition", "thumbnail"):
        finding.advice = "--repair makes it again from the original."
    elif expected.analysis_id is None:
        finding.advice = "--repair fills the drawn outline again."
    elif newer := _newer(expected):
        finding.superseded = not newer.is_live
        finding.advice = f"Analysis {newer.pk} of the same picture is newer: {newer.get_state_display().lower()}."
    else:
        finding.advice = "--repair asks for a new analysis."


def repair(finding: Finding) -> None:
    """Mend it, or leave the advice.

    Raises:
        OSError: the storage cannot be written.
    """
    expected = finding.expected
    if expected is None:
        alias, _, name = finding.file.partition("/")
        finding.repaired = f"Moved to {storages[alias].set_aside(name)}."
    elif expected.kind in ("rendition", "thumbnail"):
        _make_again(finding, expected)
    elif expected.kind == "mask" and expected.analysis_id is None:
        _fill_again(finding, expected)
    elif expected.analysis_id and not _newer(expected):
        _ask_again(finding, expected)


def _make_again(finding: Finding, expected: Expected) -> None:
    image = LesionImage.objects.get(pk=expected.image_id)
    made = _prepared(image)
    if made is None:
        finding.advice = "The original is missing or damaged too. Copy both from a backup."
        return
    _put(finding, expected, getattr(made, expected.kind))
    finding.repaired = "Made again from the original."


def _prepared(image: LesionImage) -> PreparedPicture | None:
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="fsck-") as copy:
        digest = hashlib.sha256()
        try:
            with storages["originals"].open(image.original.name, "rb") as original:
                for chunk in File(original).chunks():
                    digest.update(chunk)
                    copy.write(chunk)
        except FileNotFoundError:
            return None
        copy.flush()
        if digest.hexdigest() != image.sha256:
            return None
        spooled = Spooled(path=Path(copy.name), size_bytes=image.original_bytes, sha256=image.sha256)
        try:
            return prepare_upload(upload=spooled)
        except ValidationError:
            return None


def _fill_again(finding: Finding, expected: Expected) -> None:
    outline = Segmentation.objects.select_related("image").get(pk=expected.row_id)
    width, height = outline.image.width, outline.image.height
    mask = np.zeros((height, width), bool)
    for polygon in outline.outline:
        mask |= fill_polygon(np.array(polygon, float), width, height)
    box = (outline.bbox_x0, outline.bbox_y0, outline.bbox_x1, outline.bbox_y1)
    # a person may have taken over the segmenter's outline: that one is no polygon that can be filled exactly
    same_area = abs(np.count_nonzero(mask) - outline.area_fraction * width * height) < 0.5
    if not same_area or tuple(box_of(mask)) != box:
        finding.advice = DRAW_AGAIN
        return
    _put(finding, expected, mask_png(mask))
    finding.repaired = "Filled again from the outline, to the pixel."


def _ask_again(finding: Finding, expected: Expected) -> None:
    if Analysis.objects.filter(Q(anyway=True) | Q(shadow=True), pk=expected.analysis_id).exists():
        finding.advice = NOT_ASKED
        return
    image = LesionImage.objects.select_related("case__lesion__patient").get(pk=expected.image_id)
    try:
        asked = request_analysis(image=image, by=None)
    except ValidationError as refusal:
        finding.advice = " ".join(refusal.messages)
        return
    finding.repaired = f"Asked for a new analysis, {asked.pk}; probabilities and measurements of this one stand."


def _newer(expected: Expected) -> Analysis | None:
    after = Analysis.objects.filter(image=expected.image_id, pk__gt=expected.analysis_id, shadow=False)
    finished = after.filter(state__in=[Analysis.State.DONE, Analysis.State.REJECTED])
    return finished.order_by("-pk").first() or after.exclude(state=Analysis.State.FAILED).order_by("-pk").first()


def _put(finding: Finding, expected: Expected, content: bytes) -> None:
    storage = storages[expected.alias]
    if finding.code != "missing":
        storage.set_aside(expected.name)
    storage.save(expected.name, ContentFile(content))
