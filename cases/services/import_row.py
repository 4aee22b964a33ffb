"""A row of an import becomes a picture of the record."""

from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from cases.imports.source import Source
from cases.models import Case, ImportRow, ImportRun, Lesion, LesionImage, Pathology, Patient
from cases.selectors.imports import lesion_of_row, patient_with_number
from cases.services.enter_histology import enter_histology
from cases.services.mark_lesion import mark_lesion
from cases.services.open_case import open_case
from cases.services.receive_image import receive_image
from cases.services.register_patient import register_patient

TWICE = "Another row of this import has put the very same picture into this case."


def import_row(*, row: ImportRow, source: Source) -> LesionImage:
    """Patient, lesion and case where they are missing, then the picture, by the services that pages use.

    Doing it again after a crash changes nothing: the case is noted on the row before the picture is received, and a
    case takes no picture twice.

    Must not run inside a transaction.

    Raises:
        django.core.exceptions.ValidationError: the record does not take it.
    """
    by = row.run.confirmed_by
    case = row.case or _place(row, by)
    with source.open(row.key) as file:
        receipt = receive_image(
            case=case,
            upload=File(file),
            by=by,
            image_type=row.values["image_type"],
            taken_at=_midnight(row.taken_on),
            mm_per_pixel=row.values["mm_per_pixel"],
            batch=row.run.batch,
        )
    if receipt.duplicate and ImportRow.objects.filter(run=row.run_id, image=receipt.image).exclude(pk=row.pk).exists():
        raise ValidationError(TWICE, code="duplicate")
    if row.histology:
        _enter_histology(row, case, by)
    return receipt.image


def _place(row: ImportRow, by) -> Case:
    with transaction.atomic():
        # one row of an import at a time: two workers must not make the same patient, lesion or case
        ImportRun.objects.select_for_update().get(pk=row.run_id)
        # a worker that was slow for so long that its row was given away finds it placed already
        row.refresh_from_db(fields=["patient", "lesion", "case"])
        if row.case:
            return row.case
        row.patient = _patient(row, by)
        row.lesion = _lesion(row, by)
        row.case = _case(row, by)
        row.save(update_fields=["patient", "lesion", "case"])
    return row.case


def _patient(row: ImportRow, by) -> Patient:
    known = patient_with_number(clinic_id=row.run.clinic_id, record_number=row.record_number)
    born = row.values.get("birth_date")
    return known or register_patient(
        clinic=row.run.clinic,
        record_number=row.record_number,
        name=row.values.get("name") or row.record_number,
        birth_date=date.fromisoformat(born) if born else None,
        sex=row.values.get("sex") or Patient.Sex.UNKNOWN,
        skin_type=row.values.get("skin_type", ""),
        by=by,
    )


def _lesion(row: ImportRow, by) -> Lesion:
    return lesion_of_row(row) or mark_lesion(
        patient=row.patient,
        body_site=row.values["body_site"],
        description=f"Imported as {row.lesion_key}" if row.lesion_key else "",
        by=by,
    )


def _case(row: ImportRow, by) -> Case:
    of_that_day = ImportRow.objects.filter(run=row.run_id, lesion=row.lesion, taken_on=row.taken_on, case__isnull=False)
    known = of_that_day.select_related("case__lesion__patient").first()
    if known is not None:
        return known.case
    taken = f", taken {row.taken_on.isoformat()}" if row.taken_on else ""
    return open_case(lesion=row.lesion, reason=f"Imported pictures{taken}", by=by)


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _enter_histology(row: ImportRow, case: Case, by) -> None:
    with transaction.atomic():
        ImportRun.objects.select_for_update().get(pk=row.run_id)
        stands = Pathology.objects.filter(lesion=case.lesion, diagnosis=row.histology, withdrawn_at__isnull=True)
        if stands.exists():
            return
        reported_on = date.fromisoformat(row.values["reported_on"])
        enter_histology(lesion=case.lesion, case=case, diagnosis=row.histology, reported_on=reported_on, by=by)
