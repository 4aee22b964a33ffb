"""How the queue stands, at the top of the admin's index."""

from django import template
from django.contrib import admin
from django.db.models import Count, Q

from analysis.admin.analysis import latest_of_their_picture
from analysis.models import Analysis

register = template.Library()


@register.inclusion_tag("admin/queue_state.html", takes_context=True)
def queue_state(context) -> dict[str, int]:
    """How many analyses are queued or running, and of how many pictures the latest one failed; one query.

    Counted over the admin's own queryset, so the border of the clinic is the same as on the list behind the numbers.
    """
    rows = admin.site.get_model_admin(Analysis).get_queryset(context["request"]).select_related(None).order_by()
    return rows.aggregate(
        queued=Count("pk", filter=Q(state="queued")),
        running=Count("pk", filter=Q(state="running")),
        failed=Count("pk", filter=Q(state="failed") & latest_of_their_picture()),
    )
