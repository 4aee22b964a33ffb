"""What the clinician thinks: an impression before the machine speaks, a final decision after, signed."""

from django.db import models
from django.db.models import Q

from cases.diagnoses import BY_CODE, diagnosis_choices

NO_IMPRESSION = Q(impression="", impression_confidence="", impression_plan="", impression_at__isnull=True)
WHOLE_IMPRESSION = (
    Q(impression__in=list(BY_CODE), impression_at__isnull=False)
    & Q(impression_confidence__in=["low", "medium", "high"])
    & Q(impression_plan__in=["dismiss", "follow_up", "excise", "refer"])
)
UNSIGNED = Q(signed_at__isnull=True, signed_by__isnull=True)


class Review(models.Model):
    """One version of a clinician's judgement of a case. Signed ones are never changed; an amendment is a new row."""

    class Management(models.TextChoices):
        DISMISS = "dismiss", "Dismiss"
        FOLLOW_UP = "follow_up", "Photo follow-up"
        EXCISE = "excise", "Excise or biopsy"
        REFER = "refer", "Refer"

    class Confidence(models.TextChoices):
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    class Agreement(models.TextChoices):
        AGREES = "agrees", "Agrees with the result"
        DISAGREES = "disagrees", "Disagrees with the result"
        NO_RESULT = "no_result", "No result to agree with"

    class OverrideReason(models.TextChoices):
        HISTORY = "history", "History or change over time"
        WHOLE_PATIENT = "whole_patient", "Compared with the patient's other lesions"
        TOUCH = "touch", "What the eye or the hand finds and the picture does not show"
        STRUCTURE = "structure", "A dermoscopic structure that the result misses"
        PICTURE = "picture", "The picture is poor or shows something else"
        OUTLINE = "outline", "The outline is wrong"
        WISH = "wish", "The patient's wish"
        OTHER = "other", "Another reason, see the notes"

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="reviews")
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    amendment_reason = models.CharField(max_length=300, blank=True)  # why version 2 and later exist

    impression = models.CharField(max_length=40, choices=diagnosis_choices, blank=True)
    impression_confidence = models.CharField(max_length=6, choices=Confidence.choices, blank=True)
    impression_plan = models.CharField(max_length=12, choices=Management.choices, blank=True)
    impression_at = models.DateTimeField(null=True, blank=True)

    diagnosis = models.CharField(max_length=40, choices=diagnosis_choices, blank=True)
    management = models.CharField(max_length=12, choices=Management.choices, blank=True)
    follow_up_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    # set when signing: that many weeks after the day of the signature
    follow_up_due_on = models.DateField(null=True, blank=True)
    notes = models.TextField(max_length=4000, blank=True)
    abcd = models.JSONField("ABCD rule", default=dict, blank=True)  # what was seen; the score is computed from it
    seven_point = models.JSONField("7-point checklist", default=list, blank=True)  # codes of the criteria seen

    # the result that spoke for the case when it was signed, and whether the decision follows it
    analysis = models.ForeignKey(
        "analysis.Analysis", on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    agreement = models.CharField(max_length=10, choices=Agreement.choices, blank=True)
    override_reason = models.CharField(max_length=20, choices=OverrideReason.choices, blank=True)

    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-version"]
        indexes = [
            models.Index(fields=["follow_up_due_on"], name="review_by_follow_up"),
            models.Index(fields=["management", "signed_at"], name="review_by_management"),
            models.Index(
                fields=["case", "version"],
                condition=Q(version__gt=1, signed_at__isnull=False),
                name="review_signed_amendments",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="review_version_unique_per_case"),
            models.UniqueConstraint(fields=["case"], condition=UNSIGNED, name="review_one_draft_per_case"),
            models.CheckConstraint(
                condition=UNSIGNED | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="review_signed_at_and_by_together",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | (~Q(diagnosis="") & ~Q(management="")),
                name="review_signed_has_diagnosis_and_management",
            ),
            models.CheckConstraint(
                condition=Q(management__in=["", "dismiss", "follow_up", "excise", "refer"]),
                name="review_management_known",
            ),
            models.CheckConstraint(condition=Q(diagnosis__in=["", *BY_CODE]), name="review_diagnosis_known"),
            models.CheckConstraint(condition=NO_IMPRESSION | WHOLE_IMPRESSION, name="review_impression_whole_or_none"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, follow_up_due_on__isnull=True)
                | (
                    Q(signed_at__isnull=False)
                    & (
                        Q(
                            management="follow_up",
                            follow_up_weeks__isnull=False,
                            follow_up_weeks__gt=0,
                            follow_up_due_on__isnull=False,
                        )
                        | (~Q(management="follow_up") & Q(follow_up_weeks__isnull=True, follow_up_due_on__isnull=True))
                    )
                ),
                name="review_signed_follow_up_has_a_date_and_only_it",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, agreement="")
                | Q(signed_at__isnull=False, agreement__in=["agrees", "disagrees"], analysis__isnull=False)
                | Q(signed_at__isnull=False, agreement="no_result"),
                name="review_signed_says_whether_it_agrees",
            ),
            models.CheckConstraint(
                condition=~Q(agreement="disagrees") | ~Q(override_reason=""), name="review_disagreement_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(amendment_reason=""), name="review_amendment_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"Review {self.version} of case {self.case_id}"
