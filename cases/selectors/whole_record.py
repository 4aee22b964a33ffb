"""Everything that belongs to one person, row by row and file by file."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import AuditEvent
from analysis.models import Analysis, Prediction, Segmentation
from analysis.result_files import FOLDERS, file_name
from cases.models import (
    BreakGlass,
    Case,
    ImportRow,
    LegalHold,
    Lesion,
    LesionImage,
    LostToFollowUp,
    Pathology,
    Patient,
    PatientTerm,
    Review,
)
from cases.selectors.held import registrations_of


@dataclass(frozen=True)
class WholeRecord:
    """Querysets by the words for what they are; the rows that others point to come last."""

    rows: dict[str, QuerySet]

    def counts(self) -> dict[str, int]:
        """How many there are of each kind."""
        return {name: rows.count() for name, rows in self.rows.items()}

    def files(self) -> Iterator[tuple[str, str]]:
        """Storage and name of every file, also of those that a killed run may have left."""
        for picture in self.rows["pictures"].values_list("original", "rendition", "thumbnail"):
            yield from zip(("originals", "renditions", "renditions"), picture, strict=True)
        found = [*self.rows["outlines"].values_list("mask", flat=True)]
        found += self.rows["results"].exclude(explanation="").values_list("explanation", flat=True)
        for run in self.rows["analyses"].only("attempts"):
            for attempt in range(1, run.attempts + 1):
                found += [file_name(Analysis(pk=run.pk, attempts=attempt), folder) for folder in FOLDERS]
        yield from (("renditions", name) for name in dict.fromkeys(found) if name)

    def events(self) -> QuerySet[AuditEvent]:
        """What the audit trail says of any of these rows: who looked, who wrote, when."""
        said = Q()
        for rows in self.rows.values():
            keys = list(rows.order_by().values_list("pk", flat=True))
            said |= Q(object_type=rows.model._meta.model_name, object_id__in=keys)
        return AuditEvent.objects.filter(said).order_by("at", "pk")


def whole_record(patient: Patient) -> WholeRecord:
    """Of the patient and of every registration that was merged into theirs."""
    people = _by_id(registrations_of(patient))
    lesions = _by_id(Lesion.objects.filter(patient__in=people))
    cases = _by_id(Case.objects.filter(lesion__in=lesions))
    pictures = _by_id(LesionImage.objects.filter(case__in=cases))
    analyses = _by_id(Analysis.objects.filter(image__in=pictures))
    outlines = Segmentation.objects.filter(Q(analysis__in=analyses) | Q(image__in=pictures))
    reviews = _by_id(Review.objects.filter(case__in=cases))
    return WholeRecord(
        {
            "legal holds": _by_id(LegalHold.objects.filter(patient__in=people)),
            "emergency accesses": _by_id(BreakGlass.objects.filter(patient__in=people)),
            "marks of lost follow-up": _by_id(LostToFollowUp.objects.filter(review__in=reviews)),
            "rows of imports": _by_id(_rows_of_imports(people)),
            "reviews": reviews,
            "histology results": _by_id(Pathology.objects.filter(lesion__in=lesions)),
            "results": _by_id(Prediction.objects.filter(analysis__in=analyses)),
            "outlines": _by_id(outlines),
            "analyses": analyses,
            "pictures": pictures,
            "cases": cases,
            "lesions": lesions,
            "search terms": _by_id(PatientTerm.objects.filter(patient__in=people)),
            "registrations": people,
        }
    )


def _rows_of_imports(people: QuerySet[Patient]) -> QuerySet[ImportRow]:
    # also those that were refused, and those that wait: they would register the person again
    said = Q(patient__in=people)
    for person in people:
        said |= Q(run__clinic=person.clinic_id, record_number=person.record_number)
    return ImportRow.objects.filter(said)


def _by_id(rows: QuerySet) -> QuerySet:
    # found once: while rows go, the ways to the others go too
    return rows.model._base_manager.filter(pk__in=list(rows.order_by().values_list("pk", flat=True)))
