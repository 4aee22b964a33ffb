"""The rows of a batch, each with what it came to and what stood before."""

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When

from accounts.roles import Act, may
from analysis.models import Analysis, BatchRun
from cases.body_sites import codes_within
from cases.selectors.what_changed.words import NOT_STATED

_SURE = ("suspicious", "likely_benign")


def compared(user, batch: BatchRun, *, site: str = "", skin_type: str = "") -> QuerySet[Analysis]:
    """Every run of the batch with `outcome`, `answer`, and the same of the run `before`; shadows too.

    `outcome` is a code of `OUTCOMES`; `answer` the leading diagnosis where the networks are sure, else the outcome.

    Args:
        user: an administrator; another one's rows are not there.
        batch: one of `batches_visible_to`.
        site: code of a body site; what lies within counts too.
        skin_type: of the patient, as `Patient.skin_type` has it.
    """
    rows = Analysis.objects.filter(batch=batch).order_by()
    if not may(user, Act.ADMINISTER):
        return rows.none()
    if not user.is_superuser:
        rows = rows.filter(image__case__lesion__patient__clinic_id=user.clinic_id)
    if site:
        rows = rows.filter(image__case__lesion__body_site__in=codes_within(site))
    if skin_type:
        rows = rows.filter(image__case__lesion__patient__skin_type=skin_type)
    return rows.annotate(
        outcome=_outcome(""),
        outcome_before=_outcome("before__", When(before__isnull=True, then=Value("none"))),
    ).annotate(answer=_answer("", "outcome"), answer_before=_answer("before__", "outcome_before"))


def _outcome(path: str, *first: When) -> Case:
    return Case(
        *first,
        When(**{f"{path}state": "done"}, then=F(f"{path}prediction__verdict")),
        When(**{f"{path}state": "rejected"}, then=Value("refused")),
        When(**{f"{path}state": "failed"}, then=Value("failed")),
        default=Value("waiting"),
        output_field=CharField(),
    )


def _answer(path: str, outcome: str) -> Case:
    sure = Q(**{f"{outcome}__in": _SURE})
    return Case(
        When(sure & Q(**{f"{path}prediction__explained": ""}), then=Value(NOT_STATED)),
        When(sure, then=F(f"{path}prediction__explained")),
        default=F(outcome),
        output_field=CharField(),
    )
