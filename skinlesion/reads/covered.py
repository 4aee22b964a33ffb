"""What a person has read within the last minute: what a page asks for afterwards is part of that read."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import AuditEvent, User

SECONDS = 60


def read_lately(user: User) -> set[tuple[str, int]]:
    """(noun, id) of every object that an event of this person, not older than a minute, is about; in one query."""
    since = timezone.now() - timedelta(seconds=SECONDS)
    events = AuditEvent.objects.filter(user_id=user.pk, at__gte=since).order_by()
    seen = set()
    for noun, pk, detail in events.values_list("object_type", "object_id", "detail"):
        if pk is not None:
            seen.add((noun, pk))
        seen.update((detail.get("of", ""), number) for number in detail.get("ids", ()))
    return seen
