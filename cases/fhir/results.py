"""Observations of a picture: what the networks say of it, or why there is nothing that they say."""

from collections.abc import Iterator

from analysis.models import Analysis, Prediction, Segmentation
from cases.fhir.codes import IMAGING, OBSERVATION, VERDICT, Json, absent, concept, quantity, reference, site_concept
from cases.models import LesionImage
from cases.report.picture import ANYWAY, HIDDEN, SAID
from cases.selectors import measurements_of
from ml.diagnoses import NAMES

MALIGNANT = concept(OBSERVATION, "malignant-probability", "Malignant probability")
SHARE = ("area-fraction", "Share of the picture that the lesion covers")
DIAMETER = ("longest-diameter", "Longest diameter of the lesion")
UNSURE = "The networks leave the judgement of this picture to a person."

# state of the newest analysis -> Observation.status, DataAbsentReason
NOTHING = {
    None: ("registered", "not-asked"),
    Analysis.State.QUEUED: ("registered", "temp-unknown"),
    Analysis.State.RUNNING: ("registered", "temp-unknown"),
    Analysis.State.REJECTED: ("final", "not-performed"),
    Analysis.State.FAILED: ("cancelled", "error"),
}


def observations_of(
    image: LesionImage, analysis: Analysis | None, outline: Segmentation | None, *, results_hidden: bool
) -> Iterator[tuple[str, Json]]:
    """A name within the picture and the resource, one at a time.

    Args:
        image: the picture.
        analysis: the newest, or None.
        outline: the one that counts, or None.
        results_hidden: the result waits for a clinician's impression: it is there and masked.
    """
    common = _common(image)
    state = analysis.state if analysis else None
    if results_hidden:
        yield (
            "malignant",
            common | {"status": "unknown", "code": MALIGNANT, "dataAbsentReason": absent("masked", HIDDEN)},
        )
    elif state == Analysis.State.DONE:
        yield from _of_prediction(analysis, common | _by_network(analysis))
    else:
        status, why = NOTHING[state]
        said = SAID[state].format(reason=analysis.reason if analysis else "")
        yield "malignant", common | {"status": status, "code": MALIGNANT, "dataAbsentReason": absent(why, said)}
    if outline is not None:
        yield from _of_outline(outline, image, common)


def _common(image: LesionImage) -> Json:
    lesion = image.case.lesion
    return {
        "resourceType": "Observation",
        "category": [concept(*IMAGING)],
        "subject": reference("Patient", lesion.patient_id),
        "effectiveDateTime": (image.taken_at or image.received_at).isoformat(),
        "bodySite": site_concept(lesion.body_site, lesion.site_name),
        "derivedFrom": [reference("Media", image.pk)],
    }


def _by_network(analysis: Analysis) -> Json:
    made: Json = {
        "status": "final",
        "issued": analysis.finished_at.isoformat(),
        "device": reference("Device", analysis.classifier_id, analysis.classifier.version),
    }
    if analysis.anyway:
        made["note"] = [{"text": text} for text in (ANYWAY, *(flag["message"] for flag in analysis.flags))]
    return made


def _of_prediction(analysis: Analysis, common: Json) -> Iterator[tuple[str, Json]]:
    prediction = analysis.prediction
    verdict = concept(VERDICT, prediction.verdict, prediction.get_verdict_display())
    asked = concept(OBSERVATION, "verdict", "Verdict of the networks")
    yield "verdict", common | {"code": asked, "valueCodeableConcept": verdict}
    malignant = common | {"code": MALIGNANT, "component": list(_components(prediction))}
    if prediction.verdict == Prediction.Verdict.NEEDS_A_PERSON:
        yield "malignant", malignant | {"dataAbsentReason": absent("unknown", UNSURE)}
        return
    yield "malignant", malignant | {"valueQuantity": _share(prediction.malignant_probability)}
    for code, probability in prediction.by_class().items():
        name = f"Probability of: {NAMES.get(code, code)}"
        yield (
            code,
            common | {"code": concept(OBSERVATION, f"probability-{code}", name), "valueQuantity": _share(probability)},
        )


def _components(prediction: Prediction) -> Iterator[Json]:
    point = prediction.get_operating_point_display() or "Threshold"
    yield {"code": concept(OBSERVATION, "threshold", point), "valueQuantity": _share(prediction.threshold)}
    if prediction.uncertainty is not None:
        uncertainty = concept(OBSERVATION, "uncertainty", "Uncertainty")
        limit = concept(OBSERVATION, "uncertainty-threshold", "Uncertainty from which on a person is asked")
        yield {"code": uncertainty, "valueQuantity": _share(prediction.uncertainty)}
        yield {"code": limit, "valueQuantity": _share(prediction.uncertainty_threshold)}


def _of_outline(outline: Segmentation, image: LesionImage, common: Json) -> Iterator[tuple[str, Json]]:
    if outline.drawn_by_id:
        made = {"performer": [reference("Practitioner", outline.drawn_by_id, str(outline.drawn_by))]}
    else:
        made = {"device": reference("Device", outline.analysis.segmenter_id, outline.analysis.segmenter.version)}
    made = common | made | {"status": "final"}
    yield "area", made | {"code": concept(OBSERVATION, *SHARE), "valueQuantity": _share(outline.area_fraction)}
    diameter = measurements_of(outline, image.mm_per_pixel).get("longest_diameter_mm")
    millimetres = (
        {"valueQuantity": quantity(round(diameter, 2), "mm", "mm")}
        if diameter is not None
        else {"dataAbsentReason": absent("unknown", "The scale of the picture is unknown.")}
    )
    yield "diameter", made | {"code": concept(OBSERVATION, *DIAMETER)} | millimetres


def _share(value: float) -> Json:
    return quantity(round(value, 6), "1", "1")
