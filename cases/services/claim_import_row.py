"""A worker takes the next row of an import: one UPDATE decides, however many ask at once."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import Now

from cases.models import ImportRow, ImportRun

LOOK_AHEAD = 20
MOST_ATTEMPTS = 3


def claim_import_row(*, run: ImportRun) -> ImportRow | None:
    """The next row that nobody holds, with a new token, the proof that goes with its last write; None: nothing left.

    A row whose worker has been silent for longer than its lease is free again. A row that has cost three workers
    their life is not given out a fourth time: `end_lost_rows` of the run's work ends it.
    """
    state = {"checking": ImportRow.State.UNCHECKED, "importing": ImportRow.State.READY}.get(run.state)
    free = ImportRow.objects.filter(run=run, state=state, attempts__lt=MOST_ATTEMPTS).filter(
        Q(token__isnull=True) | Q(lease_until__lt=Now())
    )
    while ids := list(free.order_by("pk").values_list("pk", flat=True)[:LOOK_AHEAD]):
        for pk in ids:
            token = uuid.uuid4()
            lease_until = Now() + timedelta(seconds=settings.LEASE_SECONDS * 2)
            if free.filter(pk=pk).update(token=token, lease_until=lease_until, attempts=F("attempts") + 1):
                return ImportRow.objects.select_related("run__clinic", "run__batch").get(pk=pk)
    return None
