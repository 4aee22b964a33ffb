"""Which batches there are for a person, and whose pictures they may start one over."""

from django.db.models import QuerySet

from accounts.models import Clinic
from accounts.roles import Act, may
from analysis.models import BatchRun


def batches_visible_to(user) -> QuerySet[BatchRun]:
    """The batches of the own clinic, all for the operator, newest first. Only administrators do anything with them."""
    rows = BatchRun.objects.select_related("clinic", "asked_by", "segmenter", "classifier", "signed_off_by")
    if not may(user, Act.SEE_RECORD):
        return rows.none()
    return rows if user.is_superuser else rows.filter(clinic=user.clinic_id)


def clinics_to_reprocess(user) -> QuerySet[Clinic]:
    """The own clinic; every clinic for the operator, who may also name none and mean all."""
    if not may(user, Act.ADMINISTER):
        return Clinic.objects.none()
    return Clinic.objects.all() if user.is_superuser else Clinic.objects.filter(pk=user.clinic_id)
