"""One run of one pipeline version on one picture: the durable job and the header of its result."""

from django.db import models
from django.db.models import F, Q

LIVE_STATES = ("queued", "running")
# refusals that a clinician may overrule; a picture that cannot be read, or shows no lesion, has no result to be had
GATE_CODES = ("too_small", "too_dark", "too_bright", "no_contrast", "too_blurred", "cut_by_border", "not_dermoscopic")

# somebody may sit in front of the screen; all else (batches, versions that are being tried) can wait behind them
SOMEBODY_WAITS = Q(batch__isnull=True, shadow=False)


class ShownManager(models.Manager):
    """What clinicians may see; the border of the clinic is drawn by whoever asks."""

    def get_queryset(self) -> models.QuerySet:
        """Without the runs of versions that are being tried.

        A batch may wait for days, and a run of it may fail: until it has come to something, the result that it
        re-runs stands. Whoever asks for the picture takes the run out of its batch, and then sees it under way.
        """
        came_to_something = Q(state__in=["done", "rejected"])
        in_place_of_none = Q(batch__isnull=True) | Q(before__isnull=True)
        return super().get_queryset().filter(came_to_something | in_place_of_none, shadow=False)


class Analysis(models.Model):
    """queued -> running -> done | rejected | failed. Nothing is overwritten: a re-run is a new row."""

    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        REJECTED = "rejected", "Cannot analyse"
        FAILED = "failed", "Failed"

    image = models.ForeignKey("cases.LesionImage", on_delete=models.PROTECT, related_name="analyses")
    segmenter = models.ForeignKey("analysis.ModelVersion", on_delete=models.PROTECT, related_name="+")
    # its index is the one on classifier and image: with one on the classifier alone, SQLite would walk through all
    # results of a version for each picture (performance page, 30,000 pictures: minutes)
    classifier = models.ForeignKey(
        "analysis.ModelVersion", on_delete=models.PROTECT, related_name="analyses", db_index=False
    )
    batch = models.ForeignKey(
        "analysis.BatchRun", on_delete=models.PROTECT, null=True, blank=True, related_name="analyses"
    )
    asked_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    request_id = models.CharField(max_length=64, default="-")
    # a clinician asked for it in spite of the gates; the flags are what the gates had against the picture. They stand
    # here and not on the prediction, so that the database itself can hold that only such a run has any
    anyway = models.BooleanField("analysed anyway", default=False)
    flags = models.JSONField(default=list, blank=True)  # [{"code", "message"}, ...]
    # of a version that is being tried beside the one in use: no clinician sees it, whatever comes out
    shadow = models.BooleanField(default=False)
    # the result that a re-run is compared with: the one that was shown when the re-run was asked for
    before = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    # why it was refused or failed: a stable code for rows, a sentence for people
    reason_code = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    queued_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    seconds = models.JSONField(default=dict, blank=True)  # stage -> seconds

    segmentation = models.OneToOneField(
        "analysis.Segmentation", on_delete=models.PROTECT, null=True, blank=True, related_name="analysis"
    )
    prediction = models.OneToOneField(
        "analysis.Prediction", on_delete=models.PROTECT, null=True, blank=True, related_name="analysis"
    )

    objects = models.Manager()  # all of them: the engine room's
    shown = ShownManager()  # the record's: see tests/architecture/test_shadows.py

    class Meta:
        ordering = ["-queued_at", "-pk"]
        verbose_name_plural = "analyses"
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="analysis_queued_by_due"),
            # one clinician's picture is found behind many of a batch; with `batch`, empty in all of these rows, because
            # SQLite would choose the index on the batch alone otherwise, where all finished rows stand too
            models.Index(
                fields=["batch", "due_at"],
                condition=Q(state="queued", batch__isnull=True),
                name="analysis_interactive_by_due",
            ),
            # whose turn it is (analysis/turns.py); without words about the state, which SQLite would not see through
            models.Index(
                fields=["asked_by", "published_at"],
                condition=Q(finished_at__isnull=True, batch__isnull=True),
                name="analysis_live_by_person",
            ),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="analysis_running_by_lease"),
            models.Index(
                fields=["finished_at"], condition=Q(finished_at__isnull=False), name="analysis_finished_lately"
            ),
            models.Index(fields=["image", "-queued_at", "-id"], name="analysis_newest_of_image"),
            models.Index(fields=["classifier", "image"], name="analysis_of_version_by_image"),
            # of the failed alone: by any state, SQLite would choose it for "done" too, which is nearly every row
            models.Index(fields=["image"], condition=Q(state="failed"), name="analysis_failed_by_image"),
            # a batch's progress is counted from this index alone
            models.Index(
                fields=["batch", "state", "finished_at"],
                condition=Q(batch__isnull=False),
                name="analysis_of_batch_by_state",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                # with `anyway`: a run that the gates may stop never stands in the way of one that they may not; and
                # with `shadow`: one that nobody may see is no answer to who asks
                fields=["image", "segmenter", "classifier", "anyway", "shadow"],
                condition=Q(state__in=LIVE_STATES),
                name="analysis_one_live_per_image_and_versions",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "rejected", "failed"]), name="analysis_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="done", prediction__isnull=False, segmentation__isnull=False)
                | (~Q(state="done") & Q(prediction__isnull=True, segmentation__isnull=True)),
                name="analysis_done_has_a_result_and_only_done",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=["rejected", "failed"]) & ~Q(reason_code="") & ~Q(reason=""))
                | (~Q(state__in=["rejected", "failed"]) & Q(reason_code="", reason="")),
                name="analysis_reason_when_rejected_or_failed",
            ),
            models.CheckConstraint(
                condition=Q(state="running", token__isnull=False, lease_until__isnull=False)
                | (~Q(state="running") & Q(token__isnull=True, lease_until__isnull=True)),
                name="analysis_lease_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "rejected", "failed"], finished_at__isnull=False),
                name="analysis_finished_at_when_finished",
            ),
            models.CheckConstraint(
                condition=Q(flags=[]) | Q(anyway=True, state="done"), name="analysis_flags_only_where_analysed_anyway"
            ),
            models.CheckConstraint(
                condition=Q(anyway=False) | Q(batch__isnull=True), name="analysis_batch_overrules_no_gate"
            ),
            models.CheckConstraint(
                condition=Q(anyway=False) | Q(shadow=False), name="analysis_shadow_overrules_no_gate"
            ),
            models.CheckConstraint(condition=~Q(before=F("pk")), name="analysis_is_not_before_itself"),
            models.CheckConstraint(condition=Q(attempts__lte=5), name="analysis_five_attempts_at_most"),
            models.CheckConstraint(
                condition=~Q(segmenter=F("classifier")), name="analysis_segmenter_is_not_the_classifier"
            ),
        ]

    def __str__(self) -> str:
        return f"Analysis {self.pk}: {self.get_state_display()}"

    @property
    def is_live(self) -> bool:
        """Whether something may still happen to it."""
        return self.state in LIVE_STATES

    @property
    def stopped_by_a_gate(self) -> bool:
        """Whether it was refused for a reason that a clinician may overrule."""
        return self.state == self.State.REJECTED and self.reason_code in GATE_CODES
