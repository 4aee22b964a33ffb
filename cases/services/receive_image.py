"""The case receives an image."""

import math
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.record_event import record_event
from analysis.models import Analysis, BatchRun
from analysis.request import request_analysis
from analysis.request_shadow import request_shadow
from cases.models import Case, LesionImage
from cases.services.prepare_upload import prepare_upload
from cases.services.refuse_image import refuse_image
from cases.services.spool_upload import Spooled, UploadRefused, spool_upload
from cases.services.store_picture import store_picture


@dataclass(frozen=True)
class Receipt:
    """What became of an upload: the picture, its latest analysis if any, and whether the case had it already."""

    image: LesionImage
    analysis: Analysis | None
    duplicate: bool


def receive_image(
    *,
    case: Case,
    upload: File,
    by: User,
    image_type: str = "dermoscopic",
    taken_at: datetime | None = None,
    mm_per_pixel: float | None = None,
    synthetic: bool = False,
    batch: BatchRun | None = None,
) -> Receipt:
    """Keep the picture, make what pages show of it, and queue its analysis.

    Must not run inside a transaction: the files are only safe once the row is committed.

    Args:
        case: which consultation the picture belongs to.
        upload: JPEG, PNG, WebP or TIFF by content; the name is not looked at.
        by: who uploads.
        image_type: a value of `LesionImage.ImageType`.
        taken_at: when the picture was taken; the camera's own note is used where None.
        mm_per_pixel: dermatoscope scale, millimetres per pixel of the original, if known.
        synthetic: drawn by the demo, and marked as such wherever it shows.
        batch: of an import; the analysis then waits in the batch's queue and behind no clinician.

    Returns:
        The receipt; `analysis` is None when no trained network is in use: the picture is kept all the same.

    Raises:
        django.core.exceptions.ValidationError: by field for the details; an `UploadRefused` with one sentence and a
            stable code for the file, which leaves an audit event "image.refused" and nothing else.
    """
    details = LesionImage(
        case=case,
        image_type=image_type,
        taken_at=taken_at,
        mm_per_pixel=mm_per_pixel,
        synthetic=synthetic,
        received_by=by,
    )
    _check_details(details)
    try:
        with spool_upload(upload=upload) as spooled:
            return _known(case, spooled) or _take(details, spooled, batch)
    except UploadRefused as refusal:
        refuse_image(case=case, refusal=refusal, by=by)
        raise


def _check_details(image: LesionImage) -> None:
    errors = {}
    if image.image_type not in LesionImage.ImageType.values:
        errors["image_type"] = ValidationError("This type of picture is not known.", code="invalid_choice")
    if image.mm_per_pixel is not None and not (math.isfinite(image.mm_per_pixel) and image.mm_per_pixel > 0):
        errors["mm_per_pixel"] = ValidationError("The scale must be greater than zero.", code="not_positive")
    if image.taken_at is not None and image.taken_at > timezone.now():
        errors["taken_at"] = ValidationError("The picture was taken in the future.", code="in_the_future")
    if errors:
        raise ValidationError(errors)


def _known(case: Case, spooled: Spooled) -> Receipt | None:
    image = case.images.filter(sha256=spooled.sha256).first()
    return Receipt(image=image, analysis=image.latest_analysis, duplicate=True) if image else None


def _take(image: LesionImage, spooled: Spooled, batch: BatchRun | None) -> Receipt:
    case = image.case
    clinic_id = case.lesion.patient.clinic_id
    prepared = prepare_upload(upload=spooled)
    files = store_picture(upload=spooled, prepared=prepared, clinic_id=clinic_id)
    image.sha256, image.original_bytes = spooled.sha256, spooled.size_bytes
    image.original, image.rendition, image.thumbnail = files.original, files.rendition, files.thumbnail
    image.width, image.height = prepared.width, prepared.height
    image.taken_at = image.taken_at or _camera_time(prepared.taken_at)
    try:
        with transaction.atomic(durable=True):
            image.save()
            record_event(
                act="image.received",
                by=image.received_by,
                about=image,
                clinic_id=clinic_id,
                detail={"bytes": image.original_bytes, "width": image.width, "height": image.height},
            )
            return Receipt(image=image, analysis=_queue(image, batch), duplicate=False)
    except BaseException as error:
        # the files stay if the row is there after all: something failed behind the commit
        if not LesionImage.objects.filter(original=files.original).exists():
            files.remove()
        # the same picture twice at the same moment: the other upload was faster
        if isinstance(error, IntegrityError) and (receipt := _known(case, spooled)):
            return receipt
        raise


def _camera_time(written: datetime | None) -> datetime | None:
    if written is None:
        return None
    taken_at = timezone.make_aware(written) if timezone.is_naive(written) else written
    return taken_at if taken_at <= timezone.now() else None


def _queue(image: LesionImage, batch: BatchRun | None) -> Analysis | None:
    try:
        with transaction.atomic():
            analysis = request_analysis(image=image, by=image.received_by, batch=batch)
    except ValidationError as refusal:
        if refusal.code != "no_active_model":
            raise
        return None
    request_shadow(image=image, beside=analysis)
    return analysis
