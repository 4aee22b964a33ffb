"""Numbers with their units as people read them."""

from cases.over_time.picture import Value

NO_BREAK, NARROW, MINUS = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{MINUS SIGN}"
UNITS = {"mm": f"{NO_BREAK}mm", "mm2": f"{NO_BREAK}mm²", "px": f"{NO_BREAK}px", "fraction": "%", "ratio": ""}


def value_words(value: Value | None) -> str:
    """ "6.4 mm", "1 234 px", "12.5%", "1.31"; empty for none."""
    return "" if value is None else f"{_number(value.number, value.unit)}{UNITS[value.unit]}"


def difference_words(number: float, unit: str) -> str:
    """The same with its sign; a difference of percentages is in percentage points."""
    words = _number(abs(number), unit)
    sign = "±" if float(words.replace(NARROW, "")) == 0 else "+" if number > 0 else MINUS
    return f"{sign}{words}{f'{NO_BREAK}points' if unit == 'fraction' else UNITS[unit]}"


def relative_words(relative: float | None) -> str:
    """+12%."""
    if relative is None:
        return ""
    words = f"{abs(relative) * 100:.0f}"
    return f"{'±' if words == '0' else '+' if relative > 0 else MINUS}{words}%"


def days_words(days: int) -> str:
    """ "same day", "1 day", "182 days"."""
    if days == 0:
        return "same day"
    return f"{days} day{'' if days == 1 else 's'}"


def _number(number: float, unit: str) -> str:
    if unit == "px":
        return f"{number:,.0f}".replace(",", NARROW)
    if unit == "fraction":
        return f"{number * 100:.1f}"
    return f"{number:.2f}" if unit == "ratio" else f"{number:.1f}"
