"""Names and record numbers are sealed anew with the first key."""

from collections.abc import Callable

from django.db import models, transaction
from django.db.models import Q

from accounts.services.record_event import record_event
from cases.sealed.columns import sealed_models, written_with_them
from cases.sealed.keys import data_keys
from cases.sealed.seal import sealed_with

AT_ONCE = 200


def rotate_data_key(*, tell: Callable[[int], None] = lambda rows: None) -> int:
    """Seal every row that an older key has sealed with the first one, its hashes too; how many rows that were.

    In pieces of a few rows, each in a transaction of its own, while the site runs: stopped half-way, the same command
    goes on with what is left. The audit event "data_key.rotated" says how many rows and to which key.

    Args:
        tell: called with the number of rows of each piece.
    """
    done = 0
    for model, names in sealed_models().items():
        last = 0
        while keys := _next_keys(model, names, last):
            with transaction.atomic():
                for row in model._default_manager.select_for_update().filter(_left(names), pk__in=keys):
                    row.save(update_fields=written_with_them(model))
                    done += 1
            last = keys[-1]
            tell(len(keys))
    if done:
        record_event(act="data_key.rotated", by=None, detail={"rows": done, "key": data_keys()[0].id})
    return done


def _next_keys(model: type[models.Model], names: list[str], last: int) -> list[int]:
    rows = model._default_manager.filter(_left(names), pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])


def _left(names: list[str]) -> Q:
    left, key = Q(), data_keys()[0]
    for name in names:
        left |= ~Q(**{f"{name}__under_key": sealed_with(key)})
    return left
