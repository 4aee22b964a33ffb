"""The main path as examples in the API's description; tests send them and compare them with real answers."""

from drf_spectacular.utils import OpenApiExample

PATIENT = OpenApiExample(
    "A patient",
    value={
        "record_number": "A-0815",
        "name": "Maria Lindqvist",
        "birth_date": "1961-05-04",
        "sex": "female",
        "skin_type": "II",
        "personal_melanoma": False,
        "family_melanoma": True,
        "many_nevi": None,
        "research_consent_on": "2026-03-02",
    },
    request_only=True,
)
LESION = OpenApiExample(
    "A lesion with its point on the body map",
    value={"patient": 1, "body_site": "upper_back", "body_view": "back", "body_x": 0.45, "body_y": 0.3},
    request_only=True,
)
CASE = OpenApiExample("A case", value={"lesion": 1, "reason": "Has grown since spring"}, request_only=True)
IMPRESSION = OpenApiExample(
    "An impression", value={"diagnosis": "nv", "confidence": "medium", "plan": "follow_up"}, request_only=True
)
DRAFT = OpenApiExample(
    "A photo follow-up",
    value={
        "diagnosis": "nv",
        "management": "follow_up",
        "follow_up_weeks": 12,
        "notes": "Symmetric, unchanged since May.",
        "abcd": {"asymmetry": 0, "border": 2, "colours": ["light_brown", "dark_brown"], "structures": ["network"]},
        "seven_point": [],
    },
    request_only=True,
)

HISTOLOGY = OpenApiExample(
    "A melanoma",
    value={
        "lesion": 1,
        "case": 1,
        "diagnosis": "mel",
        "breslow_mm": 0.4,
        "margins": "clear",
        "reported_on": "2026-03-02",
        "lab_number": "H-2026-0815",
    },
    request_only=True,
)
CORRECTION = OpenApiExample(
    "The right thickness",
    value={"diagnosis": "mel", "breslow_mm": 1.4, "reported_on": "2026-03-02", "reason": "0.4 was a misprint"},
    request_only=True,
)
WITHDRAWAL = OpenApiExample("Entered wrongly", value={"reason": "Another patient's report"}, request_only=True)
LOST = OpenApiExample("What was tried", value={"note": "Two letters, phone no longer in use"}, request_only=True)

_VERSIONS = {
    "segmenter": {"version": "segmenter-1", "sha256": "1f3c9d0e" * 8},
    "classifier": {"version": "classifier-1", "sha256": "a07b42c6" * 8},
}
_QUEUED = {
    "id": 7,
    "image": 3,
    "state": "queued",
    "reason_code": "",
    "reason": "",
    "anyway": False,
    "flags": [],
    "probabilities": None,
    "malignant_probability": None,
    "operating_point": None,
    "threshold": None,
    "uncertainty": None,
    "uncertainty_threshold": None,
    "verdict": None,
    "explained": None,
    "energy_inside": None,
    "quality": None,
    "lesion_area_fraction": None,
    "measurements": None,
    "bbox": None,
    "mask": None,
    "overlay": None,
    "explanation": None,
    "model_versions": _VERSIONS,
    "attempts": 0,
    "queued_at": "2026-05-04T12:00:00Z",
    "started_at": None,
    "finished_at": None,
    "seconds": {},
    "hidden": None,
    "outline": None,
}
_DONE = _QUEUED | {
    "state": "done",
    "probabilities": {
        "mel": 0.6,
        "nv": 0.23,
        "bkl": 0.1,
        "bcc": 0.03,
        "akiec": 0.02,
        "df": 0.01,
        "vasc": 0.01,
    },
    "malignant_probability": 0.65,
    "operating_point": "rule_out",
    "threshold": 0.3,
    "uncertainty": 0.2,
    "uncertainty_threshold": 0.7,
    "verdict": "suspicious",
    "explained": "mel",
    "energy_inside": 0.8,
    "quality": {"shorter_side_px": 450.0, "brightness": 152.0, "contrast": 98.0, "sharpness": 41.7},
    "lesion_area_fraction": 0.12,
    "measurements": {"equivalent_diameter_px": 234.0},
    "bbox": [120, 80, 380, 330],
    "mask": "http://localhost:8000/api/analyses/7/files/mask/",
    "overlay": "http://localhost:8000/api/analyses/7/files/overlay/",
    "explanation": "http://localhost:8000/api/analyses/7/files/explanation/",
    "attempts": 1,
    "started_at": "2026-05-04T12:00:01Z",
    "finished_at": "2026-05-04T12:00:03Z",
    "seconds": {"segment": 0.6, "classify": 0.4},
    "outline": [[[120.0, 200.0], [250.0, 80.0], [380.0, 210.0], [240.0, 330.0]]],
}
_REJECTED = _QUEUED | {
    "state": "rejected",
    "reason_code": "no_lesion_found",
    "reason": "No lesion was found in the picture.",
    "attempts": 1,
    "started_at": "2026-05-04T12:00:01Z",
    "finished_at": "2026-05-04T12:00:02Z",
}
_UNSURE = _DONE | {
    "anyway": True,
    "flags": [
        {"code": "too_blurred", "message": "The picture is too blurred to be judged. Please take it again in focus."}
    ],
    "uncertainty": 0.81,
    "verdict": "needs_a_person",
}
ANYWAY = OpenApiExample("In spite of the gate that refused it", value={"anyway": True}, request_only=True)
UNSURE = OpenApiExample("Done: analysed anyway, and needs a person", value=_UNSURE, response_only=True)
QUEUED = OpenApiExample("Queued", value=_QUEUED, response_only=True)
DONE = OpenApiExample("Done", value=_DONE, response_only=True)
REJECTED = OpenApiExample("Rejected: the science refuses the picture", value=_REJECTED, response_only=True)
ANALYSIS = [DONE, UNSURE, QUEUED, REJECTED]
