"""A patient's record is erased: nobody can bring it back."""

import logging

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.services.record_event import record_event
from cases.models import Erasure, Patient
from cases.selectors.held import holds_on, registrations_of
from cases.selectors.whole_record import whole_record
from cases.services.remove_erased_files import remove_erased_files

HELD = "This record is on legal hold and cannot be erased: {}. Lift the hold first."
MERGED = "This registration was merged into another patient. Erase that one, and this one goes with it."
CHANGED = "Somebody has added to this record just now, and nothing was erased. Look at it again."
logger = logging.getLogger(__name__)


def erase_patient(*, patient: Patient, why: str, by: User) -> Erasure:
    """Remove the person's rows in one transaction and their files behind it; a tombstone without identity stays.

    Registrations merged into this one go too, and what imports know of their record numbers. The audit trail stays,
    with the event "patient.erased"; it has never held names. Backups are not touched: docs/trust/privacy.md says more.

    Args:
        patient: from `patients_visible_to(by)`.
        why: of `Erasure.Why`.
        by: who erases.

    Raises:
        django.core.exceptions.ValidationError: codes "merged", "legal_hold", "changed_meanwhile".
    """
    try:
        with transaction.atomic():
            erasure = _erase(patient, why, by)
    except IntegrityError as error:
        raise ValidationError(CHANGED, code="changed_meanwhile") from error
    # the one trace outside the database: after a restore of an older backup it says whom to erase again
    logger.warning("patient %s of clinic %s: erased (%s)", erasure.patient_number, erasure.clinic_id, why)
    return erasure


def _erase(patient: Patient, why: str, by: User) -> Erasure:
    # whoever places a hold or merges locks the same rows
    list(registrations_of(patient).select_for_update().order_by("pk"))
    patient.refresh_from_db()
    if patient.merged_into_id:
        raise ValidationError(MERGED, code="merged")
    if hold := holds_on(patient).first():
        raise ValidationError(HELD.format(hold.reason), code="legal_hold")
    record = whole_record(patient)
    counts, files = record.counts(), list(record.files())
    erasure = Erasure.objects.create(
        clinic_id=patient.clinic_id,
        patient_number=patient.pk,
        why=why,
        counts=counts | {"files": len(files)},
        erased_by=by,
        files_left=files,
    )
    detail = {"why": why, "erasure": erasure.pk, **counts}
    record_event(act="patient.erased", by=by, about=patient, clinic_id=patient.clinic_id, detail=detail)
    _write_over_what_goes()
    for rows in record.rows.values():
        _log_of_admin(rows).delete()
        # past Django's own look at what hangs on them: the database looks at the end, and refuses if anything does
        rows._raw_delete(rows.db)
    transaction.on_commit(lambda: remove_erased_files(erasure=erasure))
    return erasure


def _write_over_what_goes() -> None:
    # else SQLite leaves the bytes of a deleted row in its file until it needs the room
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _log_of_admin(rows: QuerySet) -> QuerySet[LogEntry]:
    kind = ContentType.objects.get_for_model(rows.model)
    keys = [str(key) for key in rows.values_list("pk", flat=True)]
    return LogEntry.objects.filter(content_type=kind, object_id__in=keys)
