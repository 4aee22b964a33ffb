"""The change between two pictures as the rows of a table."""

from dataclasses import dataclass

from cases.over_time.change import MISSING, OTHER_VERSIONS, UNKNOWN_SCALE, Change, Comparison
from cases.views.presenters.values import difference_words, relative_words, value_words
from cases.wording.measurements import COLOURS

NAMES = {
    "area": "Area",
    "longest_diameter": "Longest diameter",
    "equivalent_diameter": "Equivalent diameter",
    "asymmetry_major_axis": "Asymmetry, long axis",
    "asymmetry_minor_axis": "Asymmetry, short axis",
    "border_irregularity": "Border irregularity",
    "malignant_probability": "Malignant probability",
}
WHY_NOT = {
    MISSING: "not known for both",
    UNKNOWN_SCALE: "unknown scale: pixels cannot be compared",
    OTHER_VERSIONS: "other model versions: not comparable",
}


@dataclass(frozen=True)
class ChangeRow:
    """One measure. `bars` are lengths in percent of the larger of the two, empty where they are not compared."""

    label: str
    earlier: str
    later: str
    change: str
    relative: str
    why_not: str
    direction: str
    bars: tuple[str, str] | None
    noise: str
    within_noise: bool


@dataclass(frozen=True)
class ColourRow:
    """One colour: `fate` is appeared, vanished or stayed."""

    name: str
    swatch: str
    fate: str


def present_changes(comparison: Comparison) -> list[ChangeRow]:
    """Every measure, also those that cannot be compared: the row says why."""
    return [_row(change) for change in comparison.changes]


def present_colours(comparison: Comparison) -> list[ColourRow] | None:
    """The colours that came, went and stayed; None where one picture's colours are not known."""
    colours = comparison.colours
    if colours is None:
        return None
    fates = {"appeared": colours.appeared, "vanished": colours.vanished, "stayed": colours.stayed}
    return [_colour(name, fate) for fate, names in fates.items() for name in names]


def _row(change: Change) -> ChangeRow:
    compared = change.absolute is not None
    unit = change.later.unit if change.later else ""
    return ChangeRow(
        label=NAMES[change.name],
        earlier=_side(change.earlier),
        later=_side(change.later),
        change=difference_words(change.absolute, unit) if compared else "",
        relative=relative_words(change.relative) if compared else "",
        why_not=WHY_NOT.get(change.not_compared, ""),
        direction=_direction(change.absolute),
        bars=_bars(change) if compared else None,
        noise=difference_words(change.noise, unit).replace("+", "±") if compared and change.noise else "",
        within_noise=change.within_noise,
    )


def _side(value) -> str:
    if value is None:
        return "not known"
    return f"{value_words(value)}{' (unknown scale)' if value.unit == 'px' else ''}"


def _direction(absolute: float | None) -> str:
    if not absolute:
        return "same" if absolute == 0 else ""
    return "up" if absolute > 0 else "down"


def _bars(change: Change) -> tuple[str, str]:
    whole = 1 if change.name == "malignant_probability" else max(change.earlier.number, change.later.number)
    return tuple(f"{100 * value.number / whole if whole else 0:.1f}%" for value in (change.earlier, change.later))


def _colour(name: str, fate: str) -> ColourRow:
    words, swatch = COLOURS.get(name, (name.replace("_", " "), ""))
    return ColourRow(words, swatch, fate)
