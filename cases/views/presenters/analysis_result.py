"""A finished analysis in words and bar lengths."""

from dataclasses import dataclass

from analysis.models import Analysis, Prediction, Segmentation
from cases.views.presenters.explanation import Explanation, present_explanation
from cases.views.presenters.quality import present_quality
from cases.wording.measurements import Row, present_measurements
from cases.wording.operating_points import Point, present_points
from cases.wording.percent import percent, percents_apart
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
    points: list[Point]
    uncertain: tuple[str, str] | None
    calibrated: bool
    anyway: bool
    flags: list[str]
    explanation: Explanation | None
    outline: list[str]
    measurements: list[Row]
    quality: list[Row]
    segmenter: str
    classifier: str
    seconds: str


def present_result(analysis: Analysis, *, scale_known: bool) -> AnalysisResult | None:
    """The result of a done analysis; None for every other state, so that nothing class-like can be shown."""
    if analysis.state != Analysis.State.DONE:
        return None
    prediction, segmentation = analysis.prediction, analysis.segmentation
    malignant_percent, threshold_percent = percents_apart(prediction.malignant_probability, prediction.threshold)
    above = prediction.malignant_probability >= prediction.threshold
    unsure = prediction.verdict == prediction.Verdict.NEEDS_A_PERSON
    points = present_points(prediction, analysis.classifier.thresholds, threshold_percent)
    return AnalysisResult(
        bars=_bars(prediction),
        malignant_percent=malignant_percent,
        threshold_percent=threshold_percent,
        threshold_side=_side(prediction.threshold),
        verdict=prediction.verdict,
        verdict_words=prediction.get_verdict_display(),
        comparison=f"{'at or above' if above else 'below'} the {points[0].name.lower()}",
        points=points,
        uncertain=percents_apart(prediction.uncertainty, prediction.uncertainty_threshold) if unsure else None,
        calibrated=prediction.uncertainty is not None,
        anyway=analysis.anyway,
        flags=[flag["message"] for flag in analysis.flags],
        explanation=present_explanation(prediction),
        outline=[" ".join(f"{x:g},{y:g}" for x, y in polygon) for polygon in segmentation.outline],
        measurements=_measurements(segmentation, scale_known=scale_known),
        quality=present_quality(prediction.quality),
        segmenter=analysis.segmenter.version,
        classifier=analysis.classifier.version,
        seconds=_time_taken(analysis),
    )


def _bars(prediction: Prediction) -> list[ClassBar]:
    return [
        ClassBar(code, NAMES.get(code, code), percent(probability), code in MALIGNANT)
        for code, probability in prediction.by_class().items()
    ]


def _measurements(segmentation: Segmentation, *, scale_known: bool) -> list[Row]:
    share = Row("Share of the picture", percent(segmentation.area_fraction))
    return [share, *present_measurements(segmentation.measurements, scale_known=scale_known)]


def _side(fraction: float) -> str:
    """Where the label of the threshold must start so that it stays on the scale."""
    if fraction < 0.15:
        return "start"
    return "end" if fraction > 0.85 else "middle"


def _time_taken(analysis: Analysis) -> str:
    stages = analysis.seconds
    taken = stages.get("total", sum(stages.values()))
    return f"{taken:.{1 if taken >= 1 else 2}f} s" if taken else ""
