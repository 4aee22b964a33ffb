"""States, times and ages as people read them."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

register = template.Library()

# code -> words, icon (templates/parts/icons)
STATES = {
    # of a picture's analysis
    "queued": ("Queued", "clock"),
    "running": ("Running", "spinner"),
    "done": ("Done", "check"),
    "rejected": ("Cannot be analysed", "blocked"),
    "failed": ("Failed", "warning"),
    "not_asked": ("Not analysed", "circle"),
    # of a case
    "empty": ("No picture yet", "circle"),
    "to_review": ("To review", "eye"),
    "signed": ("Signed", "check"),
    # of a result
    "suspicious": ("Suspicious", "warning"),
    "needs_a_person": ("Needs a person", "person"),
    "likely_benign": ("Likely benign", "check"),
    "anyway": ("Analysed anyway", "flag"),
    # of an import
    "reading": ("Being read", "spinner"),
    "checking": ("Being checked", "spinner"),
    "checked": ("Waits for you", "eye"),
    "importing": ("Coming in", "spinner"),
    "finished": ("Finished", "check"),
    "cancelled": ("Cancelled", "blocked"),
    # of a picture
    "synthetic": ("Synthetic", "info"),
}


@register.inclusion_tag("parts/chip.html")
def chip(state: str) -> dict[str, str]:
    """A state as icon and words: colour never says it alone."""
    words, icon = STATES[state]
    return {"state": state, "words": words, "icon": f"parts/icons/{icon}.svg"}


@register.filter
def when(moment: datetime | None) -> str:
    """A <time>: "today 10:41", "yesterday 16:20" or "12 Nov 2026", with the full moment in its title."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    days_ago = timezone.localdate() - local.date()
    if days_ago == timedelta(0):
        words = f"today {local:%H:%M}"
    elif days_ago == timedelta(1):
        words = f"yesterday {local:%H:%M}"
    else:
        words = date_format(local, "j M Y")
    full = date_format(local, "j F Y, H:i")
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), full, words)


@register.filter
def age(birth_date: date | None) -> str:
    """Age today in words, for the head of a patient's page."""
    if birth_date is None:
        return "age unknown"
    today = timezone.localdate()
    years = today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))
    return f"{years} years" if years != 1 else "1 year"
