"""The orders that the list of patients can be in."""

from dataclasses import dataclass

from django.db.models import F
from django.db.models.expressions import OrderBy

# code in the address -> words, field, whether the larger value comes first
ORDERS = {
    "name": ("Name", "name", False),
    "number": ("Record number", "record_number", False),
    "age": ("Age", "birth_date", True),  # youngest first
    "seen": ("Last case", "last_seen", True),
}


@dataclass(frozen=True)
class OrderLink:
    """The head of a column: a click orders by it, a second one the other way round."""

    code: str
    words: str
    asks: str
    direction: str


def chosen_order(asked: str | None) -> str:
    """What the address asks for, such as "name" or "-age"; by name for everything unknown."""
    return asked if asked and asked.removeprefix("-") in ORDERS else "name"


def order_by(order: str) -> list[OrderBy | str]:
    """The same for a query; unknown values last, and ties by the id."""
    _, field, larger_first = ORDERS[order.removeprefix("-")]
    falling = larger_first != order.startswith("-")
    if field in ("name", "record_number"):
        return [f"-{field}" if falling else field, "pk"]  # see `in_reading_order`
    return [F(field).desc(nulls_last=True) if falling else F(field).asc(nulls_last=True), "pk"]


def order_links(order: str) -> dict[str, OrderLink]:
    """The heads of the columns, by code; the chosen one turns round."""
    code = order.removeprefix("-")
    return {
        one: OrderLink(
            code=one,
            words=words,
            asks=f"-{one}" if order == one else one,
            direction="" if one != code else "descending" if larger_first != order.startswith("-") else "ascending",
        )
        for one, (words, _, larger_first) in ORDERS.items()
    }
