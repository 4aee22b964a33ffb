"""The data set as one file, for clinics of moderate size."""

from typing import BinaryIO

from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import User
from accounts.roles import Act, may
from cases.exports.dataset import consented_images
from cases.exports.sinks import zipped
from cases.services.export_dataset import export_dataset

MOST_PICTURES = 2_000


def pack_dataset(*, by: User, most_pictures: int = MOST_PICTURES) -> BinaryIO:
    """A ZIP of what `export_dataset` writes, in a temporary file that is gone when it is closed.

    Args:
        by: an administrator.
        most_pictures: a browser does not wait for more.

    Raises:
        django.core.exceptions.PermissionDenied: `by` is no administrator.
        django.core.exceptions.ValidationError: code "nothing_consented" or "too_many".
    """
    if not may(by, Act.ADMINISTER):
        raise PermissionDenied
    pictures = consented_images(by).count()
    if not pictures:
        raise ValidationError("No picture of a patient who consented to research.", code="nothing_consented")
    if pictures > most_pictures:
        raise ValidationError(
            f"{pictures:,} pictures are more than a page can send. The operator of the site runs "
            "`manage.py export_dataset`.",
            code="too_many",
        )
    return zipped(lambda sink: export_dataset(sink=sink, by=by))
