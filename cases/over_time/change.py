"""What has changed between two pictures of a lesion, in numbers; where they cannot be compared, why not."""

from dataclasses import dataclass

from django.utils import timezone

from cases.over_time.noise import noise_of
from cases.over_time.picture import SIZES, Picture, Value

SHAPES = {
    "asymmetry_major_axis": "fraction",
    "asymmetry_minor_axis": "fraction",
    "border_irregularity": "ratio",
}
# why two numbers are not subtracted
MISSING, UNKNOWN_SCALE, OTHER_VERSIONS = "missing", "unknown_scale", "other_versions"


@dataclass(frozen=True)
class Change:
    """One measure, earlier and later. `absolute` is later - earlier in their unit, `relative` the same over earlier."""

    name: str
    earlier: Value | None
    later: Value | None
    absolute: float | None = None
    relative: float | None = None
    not_compared: str = ""

    @property
    def noise(self) -> float | None:
        """By how much nine of ten pairs of pictures of one lesion differ at most; None where nobody has measured it."""
        return noise_of(self.name)

    @property
    def within_noise(self) -> bool:
        """Whether two pictures of an unchanged lesion often differ as much."""
        return self.absolute is not None and self.noise is not None and abs(self.absolute) <= self.noise


@dataclass(frozen=True)
class ColourChange:
    """The colours of the ABCD rule (names of `ml.colours`) that came, went and stayed."""

    appeared: list[str]
    vanished: list[str]
    stayed: list[str]


@dataclass(frozen=True)
class Comparison:
    """Two pictures of a lesion, `earlier` taken (or received) no later than `later`."""

    earlier: Picture
    later: Picture
    days: int
    changes: list[Change]
    colours: ColourChange | None


def compare(one: Picture, other: Picture) -> Comparison:
    """The change from the older of the two to the newer, whichever is named first."""
    earlier, later = sorted((one, other), key=lambda picture: (picture.at, picture.image.pk))
    sizes = [_change(name, earlier.size(name), later.size(name)) for name in SIZES]
    shapes = [_change(name, earlier.measure(name, unit), later.measure(name, unit)) for name, unit in SHAPES.items()]
    other_networks = OTHER_VERSIONS if earlier.versions != later.versions else ""
    probability = _change("malignant_probability", earlier.probability, later.probability, other_networks)
    return Comparison(
        earlier=earlier,
        later=later,
        days=(timezone.localdate(later.at) - timezone.localdate(earlier.at)).days,
        changes=[*sizes, *shapes, probability],
        colours=_colours(earlier, later),
    )


def _change(name: str, earlier: Value | None, later: Value | None, why_not: str = "") -> Change:
    if earlier is None or later is None:
        return Change(name, earlier, later, not_compared=MISSING)
    if "px" in (earlier.unit, later.unit):
        why_not = UNKNOWN_SCALE
    if why_not:
        return Change(name, earlier, later, not_compared=why_not)
    absolute = later.number - earlier.number
    return Change(name, earlier, later, absolute, absolute / earlier.number if earlier.number else None)


def _colours(earlier: Picture, later: Picture) -> ColourChange | None:
    before, after = (picture.measurements.get("colours") for picture in (earlier, later))
    if before is None or after is None:
        return None
    return ColourChange(
        appeared=[name for name in after if name not in before],
        vanished=[name for name in before if name not in after],
        stayed=[name for name in after if name in before],
    )
