"""Another version becomes the one that new pictures meet: after somebody has seen what it changes, or with a reason."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import AuditEvent, User
from analysis.batches.pictures import AGAIN
from analysis.models import BatchRun, ModelVersion
from analysis.versions import activate

REASON_LENGTH = 500
NOT_SIGNED_OFF = (
    "No batch with {pair} over all stored pictures has been finished and signed off. Run one and sign off what it "
    "changes, or give a reason for going without."
)
NOTHING_BEFORE = "No other {kind} was in use before {version}: there is nothing to roll back to."
NO_REASON = "Say why, in one sentence: whoever asks later finds it in the audit trail."


def activate_versions(*, versions: Iterable[ModelVersion], by: User, reason: str = "") -> list[ModelVersion]:
    """Use these versions (at most one of a kind) for new pictures. Results that stand keep their own.

    A kind's first version needs nobody's consent: without one nothing could be analysed. After that, a batch with the
    very pair that will be in use has to be signed off, or `reason` says why not; the audit event has which it was.

    Returns:
        Those that were not in use before.

    Raises:
        ValidationError: code "not_signed_off".
    """
    with transaction.atomic():
        in_use = {row.kind: row for row in _locked() if row.active}
        new = [version for version in versions if in_use.get(version.kind) != version]
        after = in_use | {version.kind: version for version in new}
        consent: dict[str, object] = {"reason": reason.strip()[:REASON_LENGTH]} if reason.strip() else {}
        batch = signed_off(after)
        if batch is not None:
            consent["batch"] = batch.pk
        if not consent and any(version.kind in in_use for version in new):
            pair = " and ".join(row.version for _, row in sorted(after.items(), reverse=True))
            raise ValidationError(NOT_SIGNED_OFF.format(pair=pair), code="not_signed_off")
        return [activate(version=version, by=by, **consent) for version in new]


def _locked() -> list[ModelVersion]:
    """All, in one order, so that two people at once wait for each other instead of for ever."""
    return list(ModelVersion.objects.select_for_update().order_by("pk"))


def signed_off(pair: dict[str, ModelVersion]) -> BatchRun | None:
    """The latest batch with these two versions, over all pictures of a clinic at least, that somebody has signed off.

    What a batch of a few chosen pictures changes says little about the rest: then a reason is asked for.
    """
    if set(pair) != set(ModelVersion.Kind.values):
        return None
    signed = BatchRun.objects.filter(signed_off_at__isnull=False, **pair).order_by("-signed_off_at")
    return next((batch for batch in signed if not set(batch.selection) - {AGAIN}), None)


def roll_back(*, kind: str, by: User, reason: str) -> ModelVersion:
    """Use the version again that was in use before, at once: nobody has to sign off what has been in use already.

    Rolled back twice it goes back two steps, and never forward again to what it was rolled back from.

    Raises:
        ValidationError: code "no_reason", or "nothing_before".
    """
    if not reason.strip():
        raise ValidationError(NO_REASON, code="no_reason")
    with transaction.atomic():
        in_use = next((row for row in _locked() if row.active and row.kind == kind), "now")
        before = version_before(kind)
        if before is None:
            sentence = NOTHING_BEFORE.format(kind=kind, version=in_use)
            raise ValidationError(sentence, code="nothing_before")
        return activate(version=before, by=by, reason=reason.strip()[:REASON_LENGTH], rolled_back=True)


def version_before(kind: str) -> ModelVersion | None:
    """What was in use before the version in use, as the audit trail tells; None where nothing was."""
    steps: list[tuple[int | None, list[str]]] = []
    events = AuditEvent.objects.filter(act="model.activated", detail__kind=kind).order_by("pk")
    for of, detail in events.values_list("object_id", "detail"):
        if detail.get("rolled_back") and steps:
            steps.pop()
        else:
            steps.append((of, detail["before"]))
    if not steps or not ModelVersion.objects.filter(pk=steps[-1][0], kind=kind, active=True).exists():
        return None
    return ModelVersion.objects.filter(kind=kind, version__in=steps[-1][1]).first()
