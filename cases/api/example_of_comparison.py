"""Two pictures of a lesion as the API compares them, for its description; a test compares it with a real answer."""

from drf_spectacular.utils import OpenApiExample

_BEFORE = {
    "image": 3,
    "case": 2,
    "image_type": "dermoscopic",
    "at": "2026-05-04T12:00:00Z",
    "dated": "taken",
    "mm_per_pixel": 0.02,
    "state": "done",
    "verdict": "likely_benign",
    "malignant_probability": 0.05,
    "threshold": 0.3,
    "analysed_anyway": False,
    "model_versions": {"segmenter": "segmenter-1", "classifier": "classifier-1"},
    "outlined_by": "machine",
    "measures": {"longest_diameter": {"number": 4.0, "unit": "mm"}},
    "colours": ["light_brown"],
}
_AFTER = _BEFORE | {
    "image": 9,
    "case": 5,
    "at": "2026-11-02T09:30:00Z",
    "verdict": "suspicious",
    "malignant_probability": 0.65,
    "outlined_by": "person",
    "measures": {"longest_diameter": {"number": 5.0, "unit": "mm"}},
    "colours": ["light_brown", "black"],
}
COMPARISON = OpenApiExample(
    "Half a year apart",
    value={
        "earlier": _BEFORE,
        "later": _AFTER,
        "days": 182,
        "changes": [
            {
                "name": "longest_diameter",
                "earlier": {"number": 4.0, "unit": "mm"},
                "later": {"number": 5.0, "unit": "mm"},
                "absolute": 1.0,
                "relative": 0.25,
                "not_compared": "",
                "noise": None,
                "within_noise": False,
            }
        ],
        "colours": {"appeared": ["black"], "vanished": [], "stayed": ["light_brown"]},
    },
    response_only=True,
)
