"""The model card says what the manifest says."""

from pathlib import Path

import pytest

import ml
from ml.manifest import KINDS, read_manifest

CARD = (Path(ml.__file__).parent / "README.md").read_text()
ROWS = {
    "segmenter": {
        "Segmentation: mean IoU": "mean_iou",
        "Segmentation: mean Dice": "mean_dice",
    },
    "classifier": {
        "Classification: balanced accuracy (BMA)": "bma",
        "Classification: melanoma AUC": "melanoma_auc",
        "Classification: malignant or not, AUC": "malignant_auc",
        "Malignant at the threshold: sensitivity": "malignant_sensitivity",
        "Malignant at the threshold: specificity": "malignant_specificity",
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_card_shows_the_figures_of_the_shipped_network(kind):
    entry = read_manifest().default(kind)
    assert entry.version in CARD.splitlines()[0]
    for title, name in ROWS[kind].items():
        (row,) = (line for line in CARD.splitlines() if line.startswith(f"| {title} |"))
        assert row.split("|")[3].strip() == f"{entry.figures[name]:.3f}", f"update ml/README.md: {title}"


def test_the_card_names_the_threshold_and_the_licence():
    threshold = read_manifest().default("classifier").thresholds["malignant"]
    assert f"The threshold is {threshold:.3f}" in CARD
    assert "non-commercial use only" in CARD
