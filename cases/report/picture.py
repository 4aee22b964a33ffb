"""A picture of the report, in words."""

from analysis.models import Analysis, ModelVersion, Prediction, Segmentation
from cases.models import LesionImage
from cases.report.content import LOW_IS_NO_ALL_CLEAR, Bar, Fact, Network, Outline, Picture, Result
from cases.selectors import counting_outline, measurements_of, newest_outline
from cases.wording.measurements import Row, present_measurements
from cases.wording.moments import moment
from cases.wording.operating_points import present_points
from cases.wording.percent import percent, percents_apart
from ml.diagnoses import MALIGNANT, NAMES

HIDDEN = "Hidden: at this clinic a clinician writes an impression before the networks' result is shown."
SAID = {
    None: "Not analysed.",
    Analysis.State.QUEUED: "Waiting to be analysed: no result yet.",
    Analysis.State.RUNNING: "Being analysed: no result yet.",
    Analysis.State.REJECTED: "Cannot be analysed, no result: {reason}",
    Analysis.State.FAILED: "The analysis failed, no result: {reason}",
}
ANYWAY = "Analysed anyway: a clinician asked for the result although the picture had been refused."
UNCALIBRATED = "The probabilities are not calibrated."


def picture_of(image: LesionImage, *, number: int, results_hidden: bool) -> Picture:
    """The words of one picture, fetched `with_latest_analysis` and `with_drawn_outlines`."""
    analysis = None if results_hidden else image.latest_analysis
    done = analysis is not None and analysis.state == Analysis.State.DONE
    outline = newest_outline(image) if results_hidden else counting_outline(image)
    return Picture(
        image=image,
        title=_title(image, number),
        about=_about(image),
        said=HIDDEN if results_hidden else _said(analysis),
        result=_result(analysis) if done else None,
        warnings=_warnings(analysis) if done else (),
        outline=_outline(outline, analysis) if outline else None,
        measurements=_measurements(outline, image) if outline else (),
        scale=_scale(image),
        networks=_networks(analysis) if done else (),
    )


def _title(image: LesionImage, number: int) -> str:
    synthetic = " (synthetic: drawn by a program)" if image.synthetic else ""
    return f"Picture {number}: {image.get_image_type_display().lower()}{synthetic}"


def _about(image: LesionImage) -> str:
    said = [f"taken {moment(image.taken_at)}" if image.taken_at else "date of the picture unknown"]
    said.append(f"received {moment(image.received_at)} by {image.received_by}")
    said.append(f"{image.width} × {image.height} px")
    return "; ".join(said)


def _said(analysis: Analysis | None) -> str:
    state = analysis.state if analysis else None
    return SAID[state].format(reason=analysis.reason if analysis else "") if state in SAID else ""


def _result(analysis: Analysis) -> Result:
    prediction = analysis.prediction
    if prediction.verdict == Prediction.Verdict.NEEDS_A_PERSON:
        uncertainty, limit = percents_apart(prediction.uncertainty, prediction.uncertainty_threshold)
        sentence = (
            f"The networks are not sure (uncertainty {uncertainty}, and from {limit} on they leave the judgement to a "
            "person). No diagnosis and no probability is reported."
        )
        return Result(
            prediction.verdict, prediction.get_verdict_display(), sentence, "", None, None, (), _points(analysis)
        )
    malignant, threshold = percents_apart(prediction.malignant_probability, prediction.threshold)
    side = "at or above" if prediction.malignant_probability >= prediction.threshold else "below"
    point = prediction.get_operating_point_display() or "threshold"
    return Result(
        verdict=prediction.verdict,
        words=prediction.get_verdict_display(),
        sentence=f"Malignant probability {malignant}, {side} the {point.lower()} of {threshold}. {LOW_IS_NO_ALL_CLEAR}",
        malignant=malignant,
        malignant_share=prediction.malignant_probability,
        threshold_share=prediction.threshold,
        bars=tuple(
            Bar(NAMES.get(code, code), percent(probability), probability, code in MALIGNANT)
            for code, probability in prediction.by_class().items()
        ),
        facts=_points(analysis),
    )


def _points(analysis: Analysis) -> tuple[Fact, ...]:
    prediction = analysis.prediction
    points = present_points(prediction, analysis.classifier.thresholds, percent(prediction.threshold))
    used = points[0]
    facts = [Fact("Operating point", f"{used.name}, threshold {used.percent}: {used.sentence}")]
    if prediction.uncertainty is not None:
        limit = percent(prediction.uncertainty_threshold)
        facts.append(Fact("Uncertainty", f"{percent(prediction.uncertainty)}; a person is asked from {limit} on"))
    return tuple(facts)


def _warnings(analysis: Analysis) -> tuple[str, ...]:
    said = [ANYWAY, *(flag["message"] for flag in analysis.flags)] if analysis.anyway else []
    return tuple(said if analysis.prediction.uncertainty is not None else [*said, UNCALIBRATED])


def _outline(segmentation: Segmentation, analysis: Analysis | None) -> Outline:
    if segmentation.drawn_by_id:
        source = f"Outline drawn by {segmentation.drawn_by}, {moment(segmentation.created_at)}"
    else:
        source = f"Outline by the network {analysis.segmenter.version}"
    return Outline(tuple(tuple((x, y) for x, y in polygon) for polygon in segmentation.outline), source)


def _measurements(segmentation: Segmentation, image: LesionImage) -> tuple[Row, ...]:
    share = Row("Share of the picture", percent(segmentation.area_fraction))
    values = measurements_of(segmentation, image.mm_per_pixel)
    return share, *present_measurements(values, scale_known=image.mm_per_pixel is not None)


def _scale(image: LesionImage) -> str:
    return f"{image.mm_per_pixel:.4g} mm per pixel" if image.mm_per_pixel else "scale unknown: sizes in pixels only"


def _networks(analysis: Analysis) -> tuple[Network, ...]:
    return _network(analysis.segmenter), _network(analysis.classifier)


def _network(version: ModelVersion) -> Network:
    return Network(version.get_kind_display(), version.version, version.sha256)
