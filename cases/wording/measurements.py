"""The lesion's measures in words, by the names of ml.measure. What an older result lacks is left out."""

from typing import NamedTuple

SIZES = (
    ("longest_diameter", "Longest diameter", "mm"),
    ("equivalent_diameter", "Equivalent diameter", "mm"),
    ("perimeter", "Length of the border", "mm"),
    ("area", "Area", "mm2"),
)
UNITS = {"px": "px", "mm": "mm", "mm2": "mm²"}

# Name in ml.colours -> words, and the colour of the swatch.
COLOURS = {
    "white": ("white", "#f2f3f4"),
    "red": ("red", "#ab4e52"),
    "light_brown": ("light brown", "#a67b5b"),
    "dark_brown": ("dark brown", "#593319"),
    "blue_gray": ("blue-gray", "#536878"),
    "black": ("black", "#222222"),
}


class Row(NamedTuple):
    """One measure as a line of the list; its colours as small squares, which say nothing that the value does not."""

    label: str
    value: str
    swatches: tuple[str, ...] = ()


Values = dict[str, float | None | list[str]]


def present_measurements(values: Values, *, scale_known: bool) -> list[Row]:
    """Sizes in pixels, and in millimetres only where the picture's scale is known; then shape and colours."""
    rows = []
    for name, label, metric in SIZES:
        shown = [_with_unit(values.get(f"{name}_px"), "px")]
        if scale_known:
            shown.insert(0, _with_unit(values.get(f"{name}_{metric}"), metric))
        rows.append(Row(label, " · ".join(filter(None, shown))))
    rows += [
        Row("Bounding box", _box(values, scale_known=scale_known)),
        Row("Asymmetry", _asymmetry(values)),
        Row("Border irregularity", _irregularity(values)),
        _colours(values),
    ]
    return [row for row in rows if row.value]


def _box(values: Values, *, scale_known: bool) -> str:
    shown = []
    for unit in ("mm", "px") if scale_known else ("px",):
        width, height = (_with_unit(values.get(f"box_{side}_{unit}"), unit) for side in ("width", "height"))
        if width and height:
            shown.append(f"{width} × {height}")
    return " · ".join(shown)


def _asymmetry(values: Values) -> str:
    major, minor = values.get("asymmetry_major_axis"), values.get("asymmetry_minor_axis")
    return "" if major is None or minor is None else f"{major:.0%} / {minor:.0%} (long / short axis)"


def _irregularity(values: Values) -> str:
    irregularity, solidity = values.get("border_irregularity"), values.get("solidity")
    if irregularity is None:
        return ""
    notches = "" if solidity is None else f", notches {1 - solidity:.0%}"
    return f"{irregularity:.1f} (circle = 1){notches}"


def _colours(values: Values) -> Row:
    present = values.get("colours")
    if present is None:
        return Row("Colours", "")
    if not present:
        return Row("Colours", "none of the six")
    # a colour that this version no longer knows keeps its name, and has no swatch
    fills = tuple(COLOURS[name][1] for name in present if name in COLOURS)
    return Row("Colours", f"{', '.join(_colour(name, values) for name in present)} ({len(present)} of six)", fills)


def _colour(name: str, values: Values) -> str:
    words = COLOURS[name][0] if name in COLOURS else name.replace("_", " ")
    share = values.get(f"{name}_fraction")
    return words if share is None else f"{words} {share:.0%}"


def _with_unit(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    number = f"{value:.1f}" if unit != "px" else f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    return f"{number}\N{NO-BREAK SPACE}{UNITS[unit]}"
