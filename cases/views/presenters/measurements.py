"""The lesion's sizes in words; the names are those of ml.measure and end in their unit."""

SIZES = (
    ("longest_diameter", "Longest diameter", "mm"),
    ("equivalent_diameter", "Equivalent diameter", "mm"),
    ("perimeter", "Length of the border", "mm"),
    ("area", "Area", "mm2"),
)
UNITS = {"px": "px", "mm": "mm", "mm2": "mm²"}


def present_measurements(values: dict[str, float | None], *, scale_known: bool) -> list[tuple[str, str]]:
    """(label, value with unit) of each size: in pixels, and in millimetres only where the picture's scale is known."""
    rows = []
    for name, label, metric in SIZES:
        shown = [_with_unit(values.get(f"{name}_px"), "px")]
        if scale_known:
            shown.insert(0, _with_unit(values.get(f"{name}_{metric}"), metric))
        if any(shown):
            rows.append((label, " · ".join(filter(None, shown))))
    return rows


def _with_unit(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    number = f"{value:.1f}" if unit != "px" else f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"{number}\N{NO-BREAK SPACE}{UNITS[unit]}"
