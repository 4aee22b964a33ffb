"""One person's many pictures do not keep another's few waiting.

The interactive queue is first come, first served. So that two thousand pictures of one person do not stand before
everybody else's, only so many rows of each person are in it at a time (settings.IN_QUEUE_PER_PERSON); the others wait
in the table, unsent. Each row that ends sends its person's next one; what got lost on the way, the reconciler sends.
Rows of the system (nobody asked) and of batches, which have a queue of their own, are not counted.
"""

import logging

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from analysis.claim import due
from analysis.models import Analysis
from analysis.publish import INTERACTIVE, BrokerAway, publish, send

logger = logging.getLogger(__name__)
UNSENT = Q(state=Analysis.State.QUEUED, published_at__isnull=True)
# the second: a worker may have taken a row before its sender had noted that it was sent
SENT = Q(published_at__isnull=False) | Q(state=Analysis.State.RUNNING)


def publish_in_turn(analysis_id: int, person_id: int | None) -> bool:
    """Tell the workers of a row that has just been committed, if it is its person's turn.

    Returns:
        False when it waits: for the person's others, or for a broker that is away.
    """
    if person_id is not None and _sent_of(person_id) >= settings.IN_QUEUE_PER_PERSON:
        return False
    return publish(analysis_id, queue=INTERACTIVE)


def publish_next(ended_id: int) -> int:
    """An analysis ended: the person who asked for it has room for the next; how many were sent.

    Two short queries where nothing of theirs waits unsent.
    """
    person_id = Analysis.objects.filter(pk=ended_id).order_by().values_list("asked_by", flat=True).first()
    if person_id is None:
        return 0
    waiting = _alone().filter(UNSENT, due(), asked_by=person_id).order_by("due_at", "pk")
    found = list(waiting.values_list("pk", flat=True)[: settings.IN_QUEUE_PER_PERSON])
    room = settings.IN_QUEUE_PER_PERSON - _sent_of(person_id) if found else 0
    return sum(_send(pk) for pk in found[: max(room, 0)])


def whose_turn(rows: QuerySet[Analysis]) -> QuerySet[Analysis]:
    """Of rows never sent, those that may be: all of the system's, and of each person as many as there is room for."""
    waiting = rows.filter(due(), UNSENT)
    people = _alone().filter(asked_by__isnull=False).values("asked_by").order_by()
    counted = people.annotate(unsent=Count("pk", filter=UNSENT), sent=Count("pk", filter=SENT)).filter(unsent__gt=0)
    turns = []
    for person, sent in counted.values_list("asked_by", "sent"):
        if room := max(settings.IN_QUEUE_PER_PERSON - sent, 0):
            theirs = waiting.filter(asked_by=person).order_by("due_at", "pk")
            turns += theirs.values_list("pk", flat=True)[:room]
    return waiting.filter(Q(pk__in=turns) | Q(asked_by__isnull=True)).order_by("due_at", "pk")


def _alone() -> QuerySet[Analysis]:
    """Live rows that somebody waits for; in the words of the index `analysis_live_by_person`."""
    return Analysis.objects.filter(finished_at__isnull=True, batch__isnull=True, shadow=False)


def _sent_of(person_id: int) -> int:
    return _alone().filter(SENT, asked_by=person_id).count()


def _send(pk: int) -> bool:
    """Once, however many of the person's analyses end in this moment."""
    if not Analysis.objects.filter(UNSENT, pk=pk).update(published_at=Now()):
        return False
    try:
        send(pk, queue=INTERACTIVE)
    except BrokerAway as error:
        Analysis.objects.filter(pk=pk, state=Analysis.State.QUEUED).update(published_at=None)
        logger.warning("analysis %s not published, left to the reconciler: %s", pk, error)
        return False
    return True
