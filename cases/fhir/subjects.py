"""Patient, body site, people, networks."""

from accounts.models import User
from analysis.models import ModelVersion
from cases.fhir.codes import IDENTIFIER, Json, reference, site_concept
from cases.models import Lesion, Patient


def patient_of(patient: Patient) -> Json:
    """The patient under the clinic's record number."""
    found: Json = {
        "resourceType": "Patient",
        "identifier": [
            {"system": f"{IDENTIFIER}/record-number/clinic-{patient.clinic_id}", "value": patient.record_number}
        ],
        "name": [{"text": patient.name}],
        "gender": patient.sex or "unknown",
    }
    return found | {"birthDate": patient.birth_date.isoformat()} if patient.birth_date else found


def body_structure_of(lesion: Lesion) -> Json:
    """The lesion; where somebody pointed at the body map, the point in words."""
    described = [lesion.description] if lesion.description else []
    if lesion.body_view:
        point = f"{lesion.body_x:.0%} from the left, {lesion.body_y:.0%} from the top"
        described.append(f"On the {lesion.body_view} of the body map, {point}")
    found: Json = {
        "resourceType": "BodyStructure",
        "identifier": [{"system": f"{IDENTIFIER}/lesion", "value": str(lesion.pk)}],
        "location": site_concept(lesion.body_site, lesion.site_name),
        "patient": reference("Patient", lesion.patient_id),
    }
    return found | {"description": ". ".join(described)} if described else found


def practitioner_of(user: User) -> Json:
    """Somebody who signed or drew; name and number, no address."""
    return {
        "resourceType": "Practitioner",
        "identifier": [{"system": f"{IDENTIFIER}/user", "value": str(user.pk)}],
        "name": [{"text": str(user)}],
    }


def device_of(version: ModelVersion) -> Json:
    """A network, known by the hash of its weights."""
    return {
        "resourceType": "Device",
        "identifier": [{"system": f"{IDENTIFIER}/weights-sha256", "value": version.sha256}],
        "deviceName": [{"name": f"skinlesion {version.kind}", "type": "model-name"}],
        "version": [{"value": version.version}],
        "type": {"text": f"Neural network: {version.get_kind_display().lower()} of dermoscopic pictures"},
    }
