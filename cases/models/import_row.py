"""One picture of an import: what the table says about it, and what became of it."""

from django.db import models
from django.db.models import Q

from cases.sealed.fields import DigestField, NeverInBulk, SealedCharField, SealedJSONField


class ImportRow(models.Model):
    """unchecked -> ready | refused, then ready -> done | failed. `claimed` states are held by `token` and lease."""

    class State(models.TextChoices):
        UNCHECKED = "unchecked", "Not checked yet"
        READY = "ready", "Ready"
        REFUSED = "refused", "Refused"
        DONE = "done", "Imported"
        FAILED = "failed", "Failed"

    run = models.ForeignKey("cases.ImportRun", on_delete=models.CASCADE, related_name="rows")
    # as the spreadsheet counts: the line of the column names is 1; empty for a file that no row names
    number = models.PositiveIntegerField(null=True, blank=True)
    # sealed like names: that is what people call files after
    file = SealedCharField(max_length=300)  # as the table or the ZIP writes it
    key = SealedCharField(max_length=1000, blank=True)  # of the picture in the source; empty where it is missing
    record_number = SealedCharField(max_length=40, blank=True, digest="record_digest")
    record_digest = DigestField(of="record_number")
    lesion_key = models.CharField(max_length=60, blank=True)  # the table's own name of the lesion
    taken_on = models.DateField(null=True, blank=True)
    histology = models.CharField(max_length=40, blank=True)  # a diagnosis that a laboratory has confirmed
    values = SealedJSONField(default=dict, blank=True)  # the rest of what was read; see cases.imports.row_values

    state = models.CharField(max_length=10, choices=State.choices, default=State.UNCHECKED)
    errors = models.JSONField(default=list, blank=True)  # [{"column", "code", "message"}, ...]
    notes = models.JSONField(default=list, blank=True)  # the same of what is left out and does not stop the row
    sha256 = models.CharField(max_length=64, blank=True)
    token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    patient = models.ForeignKey("cases.Patient", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lesion = models.ForeignKey("cases.Lesion", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    image = models.ForeignKey("cases.LesionImage", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = NeverInBulk.as_manager()

    class Meta:
        ordering = ["run", "pk"]
        indexes = [
            models.Index(fields=["run", "state", "id"], name="import_row_by_state"),
            models.Index(fields=["run", "sha256"], name="import_row_by_content"),
            models.Index(fields=["record_digest", "lesion_key"], name="import_row_by_lesion"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="import_row_number_once_per_run"),
            models.UniqueConstraint(fields=["run", "image"], name="import_row_picture_once_per_run"),
            models.CheckConstraint(
                condition=Q(state__in=["unchecked", "ready", "refused", "done", "failed"]),
                name="import_row_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="done", image__isnull=False) | (~Q(state="done") & Q(image__isnull=True)),
                name="import_row_done_has_a_picture_and_only_done",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["refused", "failed"]) & ~Q(errors=[]))
                | (~Q(state__in=["refused", "failed"]) & Q(errors=[])),
                name="import_row_says_why_it_was_not_imported",
            ),
            models.CheckConstraint(
                condition=Q(token__isnull=True, lease_until__isnull=True)
                | Q(token__isnull=False, lease_until__isnull=False, state__in=["unchecked", "ready"]),
                name="import_row_lease_while_somebody_works",
            ),
        ]

    def __str__(self) -> str:
        return f"Row {self.number or '-'} of import {self.run_id}"
