"""How much two pictures of one lesion differ although nothing may have changed.

Measured by `python -m benchmarks.repeatability` on 492 pairs of the validation pictures of HAM10000, with
segmenter-1.0.0 and classifier-2.1.0; docs/measurements.md says what that can and cannot tell.
"""

PAIRS = 492
# nine of ten pairs differ by at most
NINE_OF_TEN = {
    "asymmetry_major_axis": 0.045,
    "asymmetry_minor_axis": 0.048,
    "border_irregularity": 0.163,
    "malignant_probability": 0.250,
}


def noise_of(name: str) -> float | None:
    """In the measure's own unit; None for sizes, because those pictures have no scale."""
    return NINE_OF_TEN.get(name)
