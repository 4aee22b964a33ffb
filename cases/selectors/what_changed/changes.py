"""The pictures whose verdict changed, those first whose patient somebody may have to call."""

from django.db.models import Case, CharField, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from analysis.models import Analysis
from cases.models import Review

RECALL = "recall"
# by consequence; what the clinician signed last about the lesion decides, whatever the case
CONSEQUENCES: dict[str, str] = {
    RECALL: "Signed as dismiss or follow-up, suspicious now",
    "awaiting_now_suspicious": "Awaiting review, suspicious now",
    "treated_now_suspicious": "Signed as excise or refer, suspicious now",
    "awaiting_no_longer": "Awaiting review, no longer suspicious",
    "calm_no_longer": "Signed as dismiss or follow-up, no longer suspicious",
    "treated_no_longer": "Signed as excise or refer, no longer suspicious",
    "other": "Another change of verdict",
}
CROSSING = [code for code in CONSEQUENCES if code != "other"]

_CALM = ("dismiss", "follow_up")
_UP = Q(outcome="suspicious") & ~Q(outcome_before="suspicious")
# a run that failed says nothing about the lesion
_DOWN = Q(outcome_before="suspicious") & Q(outcome__in=["needs_a_person", "likely_benign", "refused"])
_CHANGED = ~Q(outcome=F("outcome_before")) & ~Q(outcome__in=["failed", "waiting"])


def changes(rows: QuerySet[Analysis], *, consequence: str = "", crossing: bool = False) -> QuerySet[Analysis]:
    """Those of the `compared` rows whose outcome changed, the gravest consequence first, then the most suspicious.

    Each has `decision`, what was signed last about its lesion (a `Review.Management`, None where nobody has), when
    (`decided_at`), and `consequence`, a code of `CONSEQUENCES`.

    Args:
        rows: from `compared`.
        consequence: only these.
        crossing: only those that crossed the operating point, in either direction.
    """
    changed = _with_consequence(rows.filter(_UP | _DOWN if crossing or consequence in CROSSING else _CHANGED))
    if consequence:
        changed = changed.filter(consequence=consequence)
    return changed.order_by("rank", F("prediction__malignant_probability").desc(nulls_last=True), "pk")


def consequence_counts(rows: QuerySet[Analysis]) -> dict[str, int]:
    """How many changes there are of each consequence; one query that groups."""
    grouped = _with_consequence(rows.filter(_CHANGED)).values("consequence").annotate(total=Count("pk"))
    found = {row["consequence"]: row["total"] for row in grouped.order_by()}
    return {code: found.get(code, 0) for code in CONSEQUENCES}


def _with_consequence(rows: QuerySet[Analysis]) -> QuerySet[Analysis]:
    signed = Review.objects.filter(case__lesion=OuterRef("image__case__lesion"), signed_at__isnull=False)
    latest = signed.order_by("-signed_at", "-pk")
    calm, nobody = Q(decision__in=_CALM), Q(decision__isnull=True)
    whens = [
        (_UP & calm, RECALL),
        (_UP & nobody, "awaiting_now_suspicious"),
        (_UP, "treated_now_suspicious"),
        (_DOWN & nobody, "awaiting_no_longer"),
        (_DOWN & calm, "calm_no_longer"),
        (_DOWN, "treated_no_longer"),
    ]
    places = list(CONSEQUENCES)
    return rows.annotate(
        decision=Subquery(latest.values("management")[:1]), decided_at=Subquery(latest.values("signed_at")[:1])
    ).annotate(
        consequence=Case(
            *[When(which, then=Value(code)) for which, code in whens],
            default=Value("other"),
            output_field=CharField(),
        ),
        rank=Case(
            *[When(which, then=Value(places.index(code))) for which, code in whens],
            default=Value(len(whens)),
            output_field=IntegerField(),
        ),
    )
