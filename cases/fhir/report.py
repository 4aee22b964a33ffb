"""Pictures and the report itself."""

from collections.abc import Callable

from cases.fhir.codes import (
    IDENTIFIER,
    MANAGEMENT,
    OBSERVATION,
    Json,
    concept,
    diagnosis_concept,
    reference,
    site_concept,
)
from cases.models import Case, LesionImage, Review
from cases.report.content import SUPPORT


def media_of(image: LesionImage, address: Callable[[int], str]) -> Json:
    """A picture by the address of its clean rendition: who may see the case gets it there, with a token."""
    lesion = image.case.lesion
    return {
        "resourceType": "Media",
        "identifier": [{"system": f"{IDENTIFIER}/picture", "value": str(image.pk)}],
        "status": "completed",
        "type": concept("http://terminology.hl7.org/CodeSystem/media-type", "image", "Image"),
        "view": concept(OBSERVATION, image.image_type, image.get_image_type_display()),
        "subject": reference("Patient", lesion.patient_id),
        "createdDateTime": (image.taken_at or image.received_at).isoformat(),
        "bodySite": site_concept(lesion.body_site, lesion.site_name),
        "content": {"contentType": "image/jpeg", "url": address(image.pk), "title": f"picture-{image.pk}"},
        **({"note": [{"text": "Synthetic: drawn by a program."}]} if image.synthetic else {}),
    }


def diagnostic_report_of(case: Case, images: list[LesionImage], results: list[Json], signed: Review | None) -> Json:
    """Preliminary without a signature, final with one, amended from the second one on."""
    report: Json = {
        "resourceType": "DiagnosticReport",
        "identifier": [{"system": f"{IDENTIFIER}/case", "value": str(case.pk)}],
        "status": _status(signed),
        "category": [concept("http://terminology.hl7.org/CodeSystem/v2-0074", "IMG", "Diagnostic Imaging")],
        "code": concept(OBSERVATION, "skin-lesion-report", f"Report of a skin lesion. {SUPPORT}"),
        "subject": reference("Patient", case.lesion.patient_id),
        "effectiveDateTime": case.opened_at.isoformat(),
    }
    if results:
        report["result"] = results
    if images:
        report["media"] = [{"link": reference("Media", image.pk)} for image in images]
    if signed:
        signer = reference("Practitioner", signed.signed_by_id, str(signed.signed_by))
        management = signed.get_management_display()
        report |= {
            "issued": signed.signed_at.isoformat(),
            "performer": [signer],
            "resultsInterpreter": [signer],
            "conclusion": f"{signed.get_diagnosis_display()}. Management: {management.lower()}.",
            "conclusionCode": [
                diagnosis_concept(signed.diagnosis),
                concept(MANAGEMENT, signed.management, management),
            ],
        }
    return report


def _status(signed: Review | None) -> str:
    if signed is None:
        return "preliminary"
    return "final" if signed.version == 1 else "amended"
