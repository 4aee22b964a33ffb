"""What becomes of one uploaded file, in one sentence."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from cases.models import Case, LesionImage
from cases.services.receive_image import receive_image


@dataclass(frozen=True)
class UploadOutcome:
    """The stored picture, or the one that was there before, or none; `said` tells the user."""

    said: str
    image: LesionImage | None = None
    duplicate: bool = False


def receive_one(case: Case, upload: UploadedFile, *, by: User, **about) -> UploadOutcome:
    """Hand one file to the case; a refusal is an outcome too, so that the files after it still get their turn."""
    try:
        receipt = receive_image(case=case, upload=upload, by=by, **about)
    except ValidationError as refusal:
        return UploadOutcome(said=" ".join(refusal.messages))
    if receipt.duplicate:
        said = "This picture is already in this case; it is not stored twice."
    elif receipt.analysis is None:
        said = "The picture is stored. It is not analysed, because no trained network is in use."
    else:
        said = "The picture is stored and waits for its analysis."
    return UploadOutcome(said=said, image=receipt.image, duplicate=receipt.duplicate)
