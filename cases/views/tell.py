"""A message that offers to take back what it tells of."""

from django.contrib import messages
from django.urls import reverse

from cases.undo import Undo


def tell(request, words: str, *, undo: tuple, **fields: str) -> None:
    """Show `words` on the next page, with the button "Undo".

    Args:
        undo: name and arguments of an address; a POST of `fields` there must restore exactly what was before.
    """
    name, *arguments = undo
    way_back = Undo(reverse(name, args=arguments), tuple(fields.items()))
    messages.success(request, words, extra_tags=way_back.as_tag())
