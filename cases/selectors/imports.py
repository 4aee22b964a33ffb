"""Imports: how far they are, what they will make, and what the record knows already of their rows."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from cases.models import ImportRow, ImportRun, Lesion, Patient


@dataclass(frozen=True)
class ImportCounts:
    """How many rows are in each state; `without_row` of the refused ones are files that no row names."""

    total: int
    unchecked: int
    ready: int
    refused: int
    done: int
    failed: int
    noted: int


def import_counts(run: ImportRun) -> ImportCounts:
    """The rows of an import by state, in one query."""
    states = {state: Count("pk", filter=Q(state=state)) for state in ImportRow.State.values}
    noted = Count("pk", filter=~Q(notes=[]) & ~Q(state="refused"))
    return ImportCounts(**run.rows.aggregate(total=Count("pk"), noted=noted, **states))


@dataclass(frozen=True)
class ImportPlan:
    """What the rows that are ready will make: patients and lesions that are new, cases, pictures, histology."""

    pictures: int
    new_patients: int
    known_patients: int
    lesions: int
    cases: int
    histology: int


def import_plan(run: ImportRun) -> ImportPlan:
    """Counted from the rows that are ready; a row without a name of its lesion is a lesion of its own."""
    ready = run.rows.filter(state=ImportRow.State.READY)
    named = ready.exclude(lesion_key="")
    alone = ready.filter(lesion_key="").count()
    patients = _record_numbers(ready)
    known = len(patients & _record_numbers(Patient.objects.filter(clinic=run.clinic_id)))
    lesions = named.order_by().values("record_digest", "lesion_key").distinct()
    return ImportPlan(
        pictures=ready.count(),
        new_patients=len(patients) - known,
        known_patients=known,
        lesions=lesions.count() + alone,
        cases=named.order_by().values("record_digest", "lesion_key", "taken_on").distinct().count() + alone,
        histology=ready.exclude(histology="").order_by().values("record_digest", "lesion_key").distinct().count(),
    )


def _record_numbers(rows: QuerySet) -> set[str]:
    """By their hashes, which need not be opened."""
    return set(rows.order_by().values_list("record_digest", flat=True).distinct())


def import_notes(run: ImportRun) -> list[tuple[str, str, int]]:
    """What is left out although the row is imported: column, sentence, how many rows; the most frequent first."""
    noted = run.rows.exclude(notes=[]).exclude(state=ImportRow.State.REFUSED).values_list("notes", flat=True)
    counts = Counter((note["column"], note["message"]) for notes in noted.iterator() for note in notes)
    return [(column, message, count) for (column, message), count in counts.most_common()]


def import_errors(run: ImportRun) -> QuerySet[ImportRow]:
    """The rows that were not imported, in the order of the table, files that no row names last."""
    return run.rows.exclude(errors=[]).order_by(F("number").asc(nulls_last=True), "pk")


def patient_with_number(*, clinic_id: int, record_number: str) -> Patient | None:
    """The clinic's patient; where two registrations were one person, the one that stays."""
    patient = Patient.objects.filter(clinic=clinic_id, record_number=record_number).first()
    while patient is not None and patient.merged_into_id:
        patient = patient.merged_into
    return patient


def lesion_of_row(row: ImportRow) -> Lesion | None:
    """The lesion that this or an earlier import made of the same name for the same patient."""
    if not row.lesion_key:
        return row.lesion
    rows = ImportRow.objects.filter(
        run__clinic=row.run.clinic_id,
        record_number=row.record_number,
        lesion_key=row.lesion_key,
        lesion__isnull=False,
    )
    found = rows.select_related("lesion__patient").order_by("pk").first()
    return found.lesion if found else None
