"""A row of the record is changed, and the audit trail knows which fields."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models, transaction

Row = TypeVar("Row", bound=models.Model)


def change_record(
    *, row: Row, changes: dict[str, Any], allowed: frozenset[str], save: Callable[[Row, dict[str, Any]], Row]
) -> Row:
    """Apply `changes` to a fresh, locked copy of `row`; nothing is written when nothing differs.

    A fresh copy, because a model form has already written the new values into the row it was given.

    Args:
        row: what to change; only its primary key is used.
        changes: new values by field name.
        allowed: the fields that may change.
        save: checks and saves the copy; called with it and with the audit event's small facts.

    Returns:
        The row as it now is in the database.

    Raises:
        TypeError: a field outside `allowed`, which is a bug of the caller.
        django.core.exceptions.ValidationError: from `save`.
    """
    if unknown := changes.keys() - allowed:
        raise TypeError(f"{type(row).__name__} does not change its {', '.join(sorted(unknown))}.")
    with transaction.atomic():
        fresh = type(row)._default_manager.select_for_update().get(pk=row.pk)
        changed = sorted(name for name, value in changes.items() if getattr(fresh, name) != value)
        if not changed:
            return fresh
        for name in changed:
            setattr(fresh, name, changes[name])
        return save(fresh, {"fields": changed})
