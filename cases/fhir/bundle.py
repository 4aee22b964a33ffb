"""All resources of a case in one bundle."""

from collections.abc import Callable
from datetime import datetime

from cases.fhir.codes import Json, address_of, reference
from cases.fhir.report import diagnostic_report_of, media_of
from cases.fhir.results import observations_of
from cases.fhir.subjects import body_structure_of, device_of, patient_of, practitioner_of
from cases.models import Case, LesionImage, Review
from cases.selectors import counting_outline, newest_outline, wants_impression


def bundle_of(
    case: Case, *, images: list[LesionImage], reviews: list[Review], now: datetime, address: Callable[[int], str]
) -> str:
    """The bundle as JSON, checked against the specification before it leaves.

    Args:
        case: with its lesion, patient and clinic.
        images: of the case, oldest first, `with_latest_analysis` and `with_drawn_outlines`.
        reviews: of the case, newest first, drafts too.
        now: when.
        address: where the rendition of a picture is, by the picture's id.

    Raises:
        pydantic.ValidationError: what we made is no FHIR: a bug.
    """
    # lazily: the models take a second to load, and no other page needs them
    from fhir.resources.R4B.bundle import Bundle

    resources = _resources(case, images, reviews, address)
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": now.isoformat(),
        "entry": [{"fullUrl": url, "resource": resource} for url, resource in resources.items()],
    }
    return Bundle.model_validate(bundle).model_dump_json()


def _resources(
    case: Case, images: list[LesionImage], reviews: list[Review], address: Callable[[int], str]
) -> dict[str, Json]:
    """By full address; the report first, then what it refers to."""
    hidden = wants_impression(case)
    signed = next((review for review in reviews if review.signed_at), None)
    lesion = case.lesion
    found: dict[str, Json] = {
        address_of("Patient", lesion.patient_id): patient_of(lesion.patient),
        address_of("BodyStructure", lesion.pk): body_structure_of(lesion),
    }
    results: list[Json] = []
    for image in images:
        found[address_of("Media", image.pk)] = media_of(image, address)
        analysis = None if hidden else image.latest_analysis
        outline = newest_outline(image) if hidden else counting_outline(image)
        if analysis and analysis.prediction_id:
            for network in (analysis.segmenter, analysis.classifier):
                found[address_of("Device", network.pk)] = device_of(network)
        if outline and outline.drawn_by_id:
            found[address_of("Practitioner", outline.drawn_by_id)] = practitioner_of(outline.drawn_by)
        for name, observation in observations_of(image, analysis, outline, results_hidden=hidden):
            found[address_of(f"Observation/{name}", image.pk)] = observation
            results.append(reference(f"Observation/{name}", image.pk) | {"type": "Observation"})
    if signed:
        found[address_of("Practitioner", signed.signed_by_id)] = practitioner_of(signed.signed_by)
    report = diagnostic_report_of(case, images, results, signed)
    return {address_of("DiagnosticReport", case.pk): report, **found}
