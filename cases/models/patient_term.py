"""What a patient is found by, without the database knowing the name."""

from collections.abc import Iterable

from django.db import models

from cases.sealed.digests import terms_of


class PatientTerm(models.Model):
    """The keyed hash of a beginning of a word of the name, or of the record number."""

    patient = models.ForeignKey("cases.Patient", on_delete=models.CASCADE, related_name="terms", db_index=False)
    digest = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["digest", "patient"], name="patient_term_by_digest")]
        constraints = [models.UniqueConstraint(fields=["patient", "digest"], name="patient_term_once")]

    def __str__(self) -> str:
        return f"Term of patient {self.patient_id}"

    @classmethod
    def keep(cls, patient: models.Model) -> None:
        """Exactly the terms of what the patient is called now."""
        wanted = terms_of(patient.name, patient.record_number)
        there = set(patient.terms.values_list("digest", flat=True))
        if gone := there - wanted:
            patient.terms.filter(digest__in=gone).delete()
        cls.keep_new([(patient, wanted - there)])

    @classmethod
    def keep_new(cls, found: Iterable[tuple[models.Model, set[int]]]) -> None:
        """These terms too, of these patients."""
        rows = (cls(patient=patient, digest=digest) for patient, digests in found for digest in sorted(digests))
        cls.objects.bulk_create(rows, batch_size=2000)
