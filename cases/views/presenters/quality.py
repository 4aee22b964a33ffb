"""How good the picture was, as the gates measured it, with what they ask for."""

from cases.wording.measurements import Row
from ml.quality import BRIGHTEST, DARKEST, LEAST_CONTRAST, LEAST_SHARPNESS, SMALLEST_SIDE

# name in the prediction's quality -> label, format, what is asked for
_MEASURES = {
    "shorter_side_px": ("Shorter side", "{:.0f}\N{NO-BREAK SPACE}px", f"at least {SMALLEST_SIDE}"),
    "brightness": ("Light", "{:.0f} of 255", f"{DARKEST:.0f} to {BRIGHTEST:.0f}"),
    "contrast": ("Contrast", "{:.0f}", f"at least {LEAST_CONTRAST:.0f}"),
    "sharpness": ("Sharpness", "{:.1f}", f"at least {LEAST_SHARPNESS:.0f}"),
}


def present_quality(measured: dict[str, float]) -> list[Row]:
    """What was measured of the picture; what an older result lacks is left out."""
    return [
        Row(label, f"{form.format(measured[name])} ({asked})")
        for name, (label, form, asked) in _MEASURES.items()
        if measured.get(name) is not None
    ]
