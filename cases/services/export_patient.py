"""A patient's record leaves as one file."""

from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services.record_event import record_event
from cases.exports.patient_archive import write_patient
from cases.exports.sinks import Sink, zipped
from cases.models import Patient


def export_patient(*, patient: Patient, by: User) -> BinaryIO:
    """A ZIP of all rows and pictures, with the audit event "patient.exported".

    It is written to a temporary file first, so that nobody gets half of one; docs/exports.md describes it.

    Args:
        patient: from `patients_visible_to(by)`.
        by: who exports.

    Returns:
        The open file at its start; gone from the disk when it is closed.
    """

    def fill(sink: Sink) -> None:
        counts = write_patient(sink, patient=patient, by=by, now=timezone.now())
        with transaction.atomic():
            record_event(act="patient.exported", by=by, about=patient, clinic_id=patient.clinic_id, detail=counts)

    return zipped(fill)
