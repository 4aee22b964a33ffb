"""What Django's admin remembers of changes, without what the row is called."""

import json

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType


class LogWithoutNames:
    """For rows whose own words are a person's name: Django would keep them, readable, beside each change."""

    def log_addition(self, request, obj, message) -> LogEntry:
        """Added."""
        return self._log(request, obj, ADDITION, message)

    def log_change(self, request, obj, message) -> LogEntry:
        """Changed."""
        return self._log(request, obj, CHANGE, message)

    def _log(self, request, obj, flag: int, message) -> LogEntry:
        return LogEntry.objects.create(
            user=request.user,
            content_type=ContentType.objects.get_for_model(obj),
            object_id=str(obj.pk),
            object_repr=f"{obj._meta.verbose_name.capitalize()} {obj.pk}",
            action_flag=flag,
            change_message=json.dumps(message) if isinstance(message, list) else message,
        )
