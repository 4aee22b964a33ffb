"""Counters as rows: where there is no Redis, or where it is away."""

import random
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from accounts.counters.counted import Counted
from accounts.models import Counter

TIDIES_UP = 0.02  # the share of new counters that takes ended ones away


def count_up(key: str, *, seconds: int, times: int = 1) -> Counted:
    """See `accounts.counters.shared`. One UPDATE takes the row's lock, so the number read behind it is ours alone."""
    for _ in range(5):
        now = timezone.now()
        try:
            with transaction.atomic():
                if not _add(key, now, seconds, times):
                    Counter.objects.create(key=key, number=times, ends_at=now + timedelta(seconds=seconds))
                row = Counter.objects.get(key=key)
        except IntegrityError:
            continue  # somebody made it in this very moment
        if row.number == times and random.random() < TIDIES_UP:
            _tidy_up(now)
        return Counted(row.number, max(1, round((row.ends_at - now).total_seconds())))
    raise IntegrityError("a counter changes faster than it can be counted up")


def count_down(key: str, *, times: int = 1) -> None:
    """Takes back what was counted, as far as it is still counted."""
    alive = Counter.objects.filter(key=key, ends_at__gt=timezone.now(), number__gte=times)
    alive.update(number=F("number") - times)


def forget(key: str) -> None:
    """The next number is 1."""
    Counter.objects.filter(key=key).delete()


def _add(key: str, now, seconds: int, times: int) -> int:
    ended = When(ends_at__lte=now, then=Value(times))
    begins_again = When(ends_at__lte=now, then=Value(now + timedelta(seconds=seconds)))
    return Counter.objects.filter(key=key).update(
        number=Case(ended, default=F("number") + times),
        ends_at=Case(begins_again, default=F("ends_at")),
    )


def _tidy_up(now) -> None:
    with transaction.atomic():
        ended = Counter.objects.filter(ends_at__lt=now - timedelta(days=1)).order_by("pk")
        keys = list(ended.select_for_update(skip_locked=True).values_list("pk", flat=True)[:500])
        Counter.objects.filter(pk__in=keys).delete()
