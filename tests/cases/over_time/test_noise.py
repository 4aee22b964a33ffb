"""What is called noise is what was measured."""

import re

from cases.over_time.noise import NINE_OF_TEN, PAIRS, noise_of
from skinlesion.settings.env import BASE_DIR

NAMES = {
    "asymmetry_major_axis": "asymmetry, long axis",
    "asymmetry_minor_axis": "asymmetry, short axis",
    "border_irregularity": "border irregularity",
    "malignant_probability": "malignant probability",
}


def test_the_table_in_the_docs_has_these_numbers():
    docs = (BASE_DIR / "docs/measurements.md").read_text()

    assert f"{PAIRS} pairs" in docs
    for name, words in NAMES.items():
        (last,) = re.findall(rf"^\| {words} \|.*\| ([\d.]+)(?: points)? \|$", docs, re.M)
        in_points = name != "border_irregularity"
        assert f"{noise_of(name) * 100:.1f}" == last if in_points else f"{noise_of(name):.2f}" == last
    assert NAMES.keys() == NINE_OF_TEN.keys()


def test_nobody_has_measured_sizes():
    assert noise_of("area") is None
