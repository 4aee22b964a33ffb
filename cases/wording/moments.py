"""Days and moments on paper, where nothing may depend on when it is read."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format


def day(value: date | None) -> str:
    """As "4 May 2026"; nothing for None."""
    return date_format(value, "j M Y") if value else ""


def moment(value: datetime | None) -> str:
    """As "4 May 2026, 12:00 UTC", in the site's time zone; nothing for None."""
    return date_format(timezone.localtime(value), "j M Y, H:i T") if value else ""


def age_on(birth_date: date | None, on: date) -> int | None:
    """Whole years lived on that day; None where the birth date is unknown or later."""
    if birth_date is None or birth_date > on:
        return None
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
