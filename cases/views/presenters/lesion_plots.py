"""Which numbers of a lesion's dermoscopic pictures are plotted, and what is said beside the plots."""

from dataclasses import dataclass

from cases.over_time.picture import Picture
from cases.views.presenters.course_plot import Plot, Reading, plot
from cases.views.presenters.values import value_words
from cases.wording.percent import percent

SIZES = {"longest_diameter": ("Longest diameter", "mm", " mm"), "area": ("Area", "mm2", " mm²")}
UNKNOWN = "unknown scale"
SILENT = {
    "needs_a_person": "needs a person",
    "hidden": "result not shown yet",
    "rejected": "cannot be analysed",
    "failed": "analysis failed",
    "queued": "waits for its analysis",
    "running": "is being analysed",
    "not_asked": "not analysed",
}


@dataclass(frozen=True)
class Plots:
    """The plots that have something to show."""

    drawn: list[Plot]
    versions_change: bool
    scale_missing: bool
    in_pixels: bool


def present_plots(pictures: list[Picture]) -> Plots:
    """Of dermoscopic pictures, oldest first."""
    sizes = [plot_size(pictures, name) for name in SIZES]
    probability = plot_probability(pictures)
    units = {size.unit for picture in pictures if (size := picture.size("area"))}
    return Plots(
        drawn=[each for each in (probability, *sizes) if each],
        versions_change=bool(probability and probability.breaks),
        scale_missing="px" in units,
        in_pixels=units == {"px"},
    )


def plot_probability(pictures: list[Picture]) -> Plot | None:
    """Of results that speak; joined within one pair of model versions."""
    readings = [
        Reading(
            picture.at,
            None if picture.malignant_probability is None else picture.malignant_probability * 100,
            _said(picture),
            series=picture.versions,
            threshold=None if picture.threshold is None else picture.threshold * 100,
            tone=picture.verdict,
        )
        for picture in pictures
    ]
    return plot("Malignant probability", readings, unit="%", top=100)


def plot_size(pictures: list[Picture], name: str) -> Plot | None:
    """In millimetres where any scale is known, and gaps elsewhere; else single points in pixels."""
    title, metric, unit = SIZES[name]
    sizes = [picture.size(name) for picture in pictures]
    known = any(size and size.unit == metric for size in sizes)
    wanted = metric if known else "px"
    readings = [
        Reading(
            picture.at,
            size.number if size and size.unit == wanted else None,
            _sized(size),
            series=metric if size and size.unit == metric else None,
            tone="person" if picture.outlined_by == "person" else "",
        )
        for picture, size in zip(pictures, sizes, strict=True)
    ]
    return plot(title if known else f"{title}, {UNKNOWN}", readings, unit=unit if known else " px")


def _said(picture: Picture) -> str:
    if picture.malignant_probability is None:
        return SILENT[picture.verdict or picture.state]
    words = "suspicious" if picture.verdict == "suspicious" else "likely benign"
    threshold = f"{percent(picture.malignant_probability)}, {words}, threshold {percent(picture.threshold)}"
    return f"{threshold}, {', '.join(picture.versions)}{', analysed anyway' if picture.anyway else ''}"


def _sized(size) -> str:
    if size is None:
        return "no outline"
    return f"{value_words(size)}{f', {UNKNOWN}' if size.unit == 'px' else ''}"
