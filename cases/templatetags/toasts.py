"""What a message offers beside its words."""

from django import template

register = template.Library()

UNDO = "undo:"


@register.filter
def undo_address(message) -> str:
    """Where a POST takes back what the message tells of: `extra_tags="undo:/address/"`; empty where it cannot be."""
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
