"""Numbers as the report writes them."""

NOTHING = "–"


def decimal(value: float | None, digits: int = 3) -> str:
    """0.873, or a dash where the figure is not defined."""
    return NOTHING if value is None else f"{value:.{digits}f}"


def percent(value: float | None, digits: int = 1) -> str:
    """87.3 % with a space that does not break, or a dash."""
    return NOTHING if value is None else f"{100 * value:.{digits}f}\u00a0%"


def interval_text(found: dict, scale: float = 1, digits: int = 3) -> str:
    """0.851 to 0.894, or nothing where there is no interval."""
    if found.get("low") is None or found.get("high") is None:
        return ""
    return f"{scale * found['low']:.{digits}f}–{scale * found['high']:.{digits}f}"


def gathered(section: dict | None, name: str) -> dict:
    """NAME, NAME_low and NAME_high of a section as value, low and high."""
    section = section or {}
    return {key: section.get(name + end) for key, end in (("value", ""), ("low", "_low"), ("high", "_high"))}
