"""Rows by name or record number: the database cannot read them, so they are ordered here."""

from collections.abc import Iterator, Sequence
from itertools import islice

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet

from cases.sealed.fields import SealedCharField
from cases.sealed.spelling import reading_order

AT_ONCE = 500


class RowsInOrder(Sequence):
    """Rows of a queryset in the order of their ids; fetched page by page, as a paginator asks for them."""

    def __init__(self, rows: QuerySet, ids: list[int]):
        self.rows, self.ids = rows, ids

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, wanted: int | slice) -> Model | list[Model]:
        if isinstance(wanted, slice):
            return self._fetch(self.ids[wanted])
        return self._fetch([self.ids[wanted]])[0]

    def __iter__(self) -> Iterator[Model]:
        ids = iter(self.ids)
        while some := list(islice(ids, AT_ONCE)):
            yield from self._fetch(some)

    def _fetch(self, ids: list[int]) -> list[Model]:
        found = {row.pk: row for row in self.rows.order_by().filter(pk__in=ids)}
        return [found[pk] for pk in ids if pk in found]


def in_reading_order(rows: QuerySet) -> QuerySet | RowsInOrder:
    """The rows in the order they ask for, where that names a sealed field; else the queryset as it is.

    Args:
        rows: ordered by names of fields, such as "lesion__patient__name" or "-record_number".
    """
    terms = rows.query.order_by
    if not any(isinstance(term, str) and _is_sealed(rows.model, term) for term in terms):
        return rows
    return RowsInOrder(rows, ids_in_order(rows))


def ids_in_order(rows: QuerySet) -> list[int]:
    """The ids alone, in the same order."""
    terms = [term for term in rows.query.order_by if isinstance(term, str)]
    sealed = [_is_sealed(rows.model, term) for term in terms]
    if not any(sealed):
        return list(rows.values_list("pk", flat=True))
    found = list(rows.order_by("pk").values_list("pk", *(term.lstrip("-") for term in terms)))
    # the last term first: Python's sort keeps what is equal as it was, and by the id they come
    for place, (term, is_sealed) in reversed(list(enumerate(zip(terms, sealed, strict=True), start=1))):
        if term != "pk":
            found.sort(key=_by_name(place) if is_sealed else _by_value(place), reverse=term.startswith("-"))
    return [row[0] for row in found]


def _by_name(place: int):
    return lambda row: reading_order(row[place])


def _by_value(place: int):
    return lambda row: (row[place] is None, row[place])


def _is_sealed(model: type[Model], term: str) -> bool:
    for part in term.lstrip("-").split("__"):
        if part == "pk":
            return False
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return False
        model = field.related_model
        if model is None:
            return isinstance(field, SealedCharField)
    return False
