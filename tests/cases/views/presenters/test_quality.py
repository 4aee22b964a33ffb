"""How good a picture was, in words."""

from cases.views.presenters.quality import present_quality
from ml.quality import LEAST_SHARPNESS


def test_each_measure_with_what_is_asked_for():
    rows = dict(row[:2] for row in present_quality({"shorter_side_px": 450.0, "brightness": 152.0, "sharpness": 41.66}))
    assert rows == {
        "Shorter side": "450\N{NO-BREAK SPACE}px (at least 112)",
        "Light": "152 of 255 (50 to 248)",
        "Sharpness": f"41.7 (at least {LEAST_SHARPNESS:.0f})",
    }


def test_old_results_have_none():
    assert present_quality({}) == []
