"""Code systems and the few codes that we are sure of.

Our own systems live below a reserved domain that never resolves, as FHIR allows: they identify, they are no addresses.
SNOMED CT codes stand only where the concept is the same as ours; everything else is our own code and words.
"""

from uuid import UUID

from django.utils.crypto import salted_hmac

from cases.body_sites import BY_CODE as SITES
from cases.diagnoses import BY_CODE as DIAGNOSES

OURS = "https://skinlesion.example/fhir"
BODY_SITE = f"{OURS}/CodeSystem/isic-anatomical-site"
DIAGNOSIS = f"{OURS}/CodeSystem/diagnosis"
OBSERVATION = f"{OURS}/CodeSystem/observation"
VERDICT = f"{OURS}/CodeSystem/verdict"
MANAGEMENT = f"{OURS}/CodeSystem/management"
IDENTIFIER = f"{OURS}/identifier"

SNOMED_CT = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
IMAGING = ("http://terminology.hl7.org/CodeSystem/observation-category", "imaging", "Imaging")

# ours -> (code, fully specified name without its tag)
SNOMED = {
    "mel": ("93655004", "Malignant melanoma of skin"),
    "bcc": ("254701007", "Basal cell carcinoma of skin"),
}

Json = dict[str, object]


def concept(system: str, code: str, display: str, text: str = "") -> Json:
    """A CodeableConcept of one code."""
    return {"coding": [{"system": system, "code": code, "display": display}], "text": text or display}


def site_concept(code: str, text: str) -> Json:
    """A body site: the ISIC list's code, and the words of the page."""
    return concept(BODY_SITE, code, SITES[code].name, text)


def diagnosis_concept(code: str) -> Json:
    """A diagnosis in our code, and in SNOMED CT where that is the same."""
    coded = concept(DIAGNOSIS, code, DIAGNOSES[code].name)
    if code in SNOMED:
        number, name = SNOMED[code]
        coded["coding"].append({"system": SNOMED_CT, "code": number, "display": name})
    return coded


def absent(code: str, text: str) -> Json:
    """Why there is no value."""
    return {"coding": [{"system": ABSENT, "code": code}], "text": text}


def quantity(value: float, unit: str, code: str) -> Json:
    """A number with its UCUM unit."""
    return {"value": value, "unit": unit, "system": UCUM, "code": code}


def address_of(kind: str, key: int) -> str:
    """The `urn:uuid:` by which the resource of a row is known: always the same on this site, unlike on any other."""
    digest = salted_hmac("cases.fhir", f"{kind}/{key}", algorithm="sha256").digest()
    return UUID(bytes=digest[:16], version=4).urn


def reference(kind: str, key: int, display: str = "") -> Json:
    """A reference to the resource of a row."""
    pointed: Json = {"reference": address_of(kind, key), "type": kind}
    return pointed | {"display": display} if display else pointed
