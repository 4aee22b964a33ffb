"""A bundle read back, as a receiving system would."""

import json
from collections.abc import Iterator

from fhir.resources.R4B.bundle import Bundle

from cases.models import Case
from cases.services.export_fhir import export_fhir

# the required bindings of R4 that our resources use; the library lists them and does not enforce them
# Source: hl7.org/fhir/R4, valueset-observation-status, -diagnostic-report-status, -event-status, -administrative-gender
REQUIRED = {
    ("Observation", "status"): "registered preliminary final amended corrected cancelled entered-in-error unknown",
    ("DiagnosticReport", "status"): "registered partial preliminary final amended corrected appended cancelled",
    ("Media", "status"): "preparation in-progress not-done on-hold stopped completed entered-in-error unknown",
    ("Patient", "gender"): "male female other unknown",
    ("Bundle", "type"): "document message transaction collection batch searchset history",
}


def exported(case: Case, by) -> dict:
    """The bundle as JSON, after the library has read it again without loss."""
    fresh = Case.objects.select_related("lesion__patient__clinic").get(pk=case.pk)
    text = export_fhir(case=fresh, address=lambda pk: f"https://site.example/{pk}", by=by)
    assert json.loads(Bundle.model_validate_json(text).model_dump_json()) == json.loads(text)
    return json.loads(text)


def of_type(bundle: dict, kind: str) -> list[dict]:
    """Its resources of that type."""
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def by_code(bundle: dict, media: str) -> dict[str, dict]:
    """The observations of one picture (its full URL) by their code."""
    return {
        found["code"]["coding"][0]["code"]: found
        for found in of_type(bundle, "Observation")
        if found["derivedFrom"][0]["reference"] == media
    }


def references(value) -> Iterator[str]:
    """Every reference anywhere below."""
    if isinstance(value, dict):
        if "reference" in value:
            yield value["reference"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def wrong_codes(bundle: dict) -> list[str]:
    """What breaks a required binding."""
    found = [bundle, *(entry["resource"] for entry in bundle["entry"])]
    return [
        f"{resource['resourceType']}.{field}: {resource[field]}"
        for resource in found
        for (kind, field), allowed in REQUIRED.items()
        if resource["resourceType"] == kind and resource[field] not in allowed.split()
    ]
