"""A finished analysis in words and bar lengths."""

from dataclasses import dataclass

from analysis.models import Analysis
from cases.views.presenters.measurements import present_measurements
from ml.diagnoses import MALIGNANT, NAMES


@dataclass(frozen=True)
class ClassBar:
    """One diagnosis and how probable the classifier finds it."""

    code: str
    name: str
    percent: str
    malignant: bool


@dataclass(frozen=True)
class AnalysisResult:
    """What the panel of a picture shows of a done analysis, all as text ready to print."""

    bars: list[ClassBar]
    malignant_percent: str
    threshold_percent: str
    threshold_side: str
    verdict: str
    verdict_words: str
    comparison: str
    outline: list[str]
    measurements: list[tuple[str, str]]
    segmenter: str
    classifier: str
    seconds: str


def percent(fraction: float) -> str:
    """0.6534 as "65.3%"; also the length of a bar."""
    return f"{fraction * 100:.1f}%"


def percents_apart(probability: float, threshold: float) -> tuple[str, str]:
    """Both as text, with more digits where one would read "20.9%, below the threshold of 20.9%"."""
    for digits in (1, 2, 3, 4, 5):
        shown = f"{probability * 100:.{digits}f}%", f"{threshold * 100:.{digits}f}%"
        if shown[0] != shown[1]:
            break
    return shown


def present_result(analysis: Analysis, *, scale_known: bool) -> AnalysisResult | None:
    """The result of a done analysis; None for every other state, so that nothing class-like can be shown."""
    if analysis.state != Analysis.State.DONE:
        return None
    prediction, segmentation = analysis.prediction, analysis.segmentation
    malignant_percent, threshold_percent = percents_apart(prediction.malignant_probability, prediction.threshold)
    suspicious = prediction.verdict == prediction.Verdict.SUSPICIOUS
    return AnalysisResult(
        bars=[
            ClassBar(code, NAMES.get(code, code), percent(probability), code in MALIGNANT)
            for code, probability in prediction.by_class().items()
        ],
        malignant_percent=malignant_percent,
        threshold_percent=threshold_percent,
        threshold_side=_side(prediction.threshold),
        verdict=prediction.verdict,
        verdict_words=prediction.get_verdict_display(),
        comparison="at or above the threshold" if suspicious else "below the threshold",
        outline=[" ".join(f"{x:g},{y:g}" for x, y in polygon) for polygon in segmentation.outline],
        measurements=[
            ("Share of the picture", percent(segmentation.area_fraction)),
            *present_measurements(segmentation.measurements, scale_known=scale_known),
        ],
        segmenter=analysis.segmenter.version,
        classifier=analysis.classifier.version,
        seconds=_time_taken(analysis),
    )


def _side(fraction: float) -> str:
    """Where the label of the threshold must start so that it stays on the scale."""
    if fraction < 0.15:
        return "start"
    return "end" if fraction > 0.85 else "middle"


def _time_taken(analysis: Analysis) -> str:
    stages = analysis.seconds
    taken = stages.get("total", sum(stages.values()))
    return f"{taken:.1f} s" if taken else ""
