"""What came in and what was done in the last seven days: on the admin's index."""

from datetime import date, datetime, time, timedelta

from django import template
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import User
from cases.selectors import (
    analyses_visible_to,
    cases_visible_to,
    images_visible_to,
    imports_visible_to,
    reviews_visible_to,
)

register = template.Library()
DAYS = 7


@register.inclusion_tag("cases/admin/week_board.html", takes_context=True)
def week_board(context) -> dict:
    """A row for each of the last seven days, today first, with its sums; and the imports that are not at their end."""
    user = context["request"].user
    today = timezone.localdate()
    days = [today - timedelta(days=ago) for ago in range(DAYS)]
    columns = [_per_day(rows, stamp, days[-1]) for rows, stamp in _counted(user)]
    lines = [(day, [column.get(day, 0) for column in columns]) for day in days]
    live = imports_visible_to(user).filter(finished_at__isnull=True, cancelled_at__isnull=True)
    return {
        "lines": lines,
        "sums": [sum(counts) for counts in zip(*(counts for _, counts in lines), strict=True)],
        "imports": live.aggregate(
            waiting=Count("pk", filter=Q(checked_at__isnull=False, confirmed_at__isnull=True)),
            working=Count("pk", filter=Q(checked_at__isnull=True) | Q(confirmed_at__isnull=False)),
        ),
    }


def _counted(user: User) -> list[tuple[QuerySet, str]]:
    analyses = analyses_visible_to(user).select_related(None)
    return [
        (cases_visible_to(user), "opened_at"),
        (images_visible_to(user), "received_at"),
        (analyses.filter(state="done"), "finished_at"),
        (analyses.filter(state="rejected"), "finished_at"),
        (analyses.filter(state="failed"), "finished_at"),
        (reviews_visible_to(user).filter(signed_at__isnull=False), "signed_at"),
    ]


def _per_day(rows: QuerySet, stamp: str, first: date) -> dict[date, int]:
    since = timezone.make_aware(datetime.combine(first, time.min))
    days = rows.select_related(None).order_by().filter(**{f"{stamp}__gte": since}).annotate(day=TruncDate(stamp))
    return {row["day"]: row["total"] for row in days.values("day").annotate(total=Count("pk"))}
