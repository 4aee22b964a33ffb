"""What a message offers beside its words."""

from django import template

from cases.undo import Undo, undo_in

register = template.Library()


@register.filter
def undo(message) -> Undo | None:
    """The way back that `cases.views.tell` put into the message, if any."""
    return undo_in(message.extra_tags)
