"""Stored pictures come in from somewhere else: one import."""

from django.db import models
from django.db.models import Q


class ImportRun(models.Model):
    """Asked for by a person, checked row by row, confirmed by a person, then taken in row by row.

    Its rows are the truth: a worker may stop at any row, and the next one goes on with the first that is not done.
    """

    clinic = models.ForeignKey("accounts.Clinic", on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    # a ZIP or a folder on the server; ours are removed when the import has ended
    source = models.CharField(max_length=500)
    source_is_ours = models.BooleanField(default=True)
    ignored_columns = models.JSONField(default=list, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)  # every row of the table is written
    checked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # the analyses of its pictures wait in the batch's queue, behind no clinician; empty where no network is in use
    batch = models.ForeignKey("analysis.BatchRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # number of the newest message to the workers; older ones are void
    ticket = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, checked_at__isnull=False),
                name="import_run_confirmed_by_somebody_after_the_check",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="import_run_finished_after_it_was_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False, finished_at__isnull=True),
                name="import_run_cancelled_by_somebody_before_the_end",
            ),
        ]

    def __str__(self) -> str:
        return f"Import {self.pk}"

    @property
    def state(self) -> str:
        """reading -> checking -> checked -> importing -> finished, or cancelled on the way; computed, never stored."""
        if self.cancelled_at:
            return "cancelled"
        if self.finished_at:
            return "finished"
        if self.confirmed_at:
            return "importing"
        if self.checked_at:
            return "checked"
        return "checking" if self.read_at else "reading"

    @property
    def is_live(self) -> bool:
        """Whether a worker has something to do for it."""
        return self.state in ("checking", "importing")
