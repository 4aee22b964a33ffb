"""What the README says is what the files say."""

import re

from ml.manifest import read_manifest
from skinlesion.settings.env import BASE_DIR

NAMES = {
    "mean IoU": "mean_iou",
    "mean Dice": "mean_dice",
    "thresholded Jaccard (IoU below 0.65 counts 0)": "thresholded_jaccard",
    "balanced accuracy over seven classes (BMA)": "bma",
    "melanoma AUC": "melanoma_auc",
    "malignant (akiec, bcc, mel) against benign, AUC": "malignant_auc",
    "sensitivity for malignant at the threshold": "malignant_sensitivity",
    "specificity at the threshold": "malignant_specificity",
}
README = (BASE_DIR / "README.md").read_text()


def test_the_figures_are_those_of_the_manifest():
    """Every row, rounded to three digits, of the versions in use."""
    manifest = read_manifest(BASE_DIR / "ml" / "weights")
    rows = re.findall(r"^\| `([\w.-]+)` \| (.+?) \| ([\d.]+) \|$", README, re.M)
    assert {figure for _, figure, _ in rows} == set(NAMES)
    for version, figure, shown in rows:
        entry = manifest.default("segmenter" if "segmenter" in version else "classifier")
        assert entry.version == version
        assert f"{entry.figures[NAMES[figure]]:.3f}" == shown, f"{version}: {figure}"


def test_every_make_target_it_names_exists():
    """And every one of the Makefile is in its help."""
    makefile = (BASE_DIR / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):.*##", makefile, re.M))
    assert set(re.findall(r"^make (\w+)", README, re.M)) <= targets
    assert targets == {"help", "run", "test", "check", "fix", "demo", "train", "evaluate", "bench", "clean"}


def test_every_file_it_names_exists():
    """Links and folders."""
    named = re.findall(r"\]\(([\w./-]+)\)|^\| `([\w./-]+/|[\w./-]+\.md)` \|", README, re.M)
    paths = [link or folder for link, folder in named]
    assert len(paths) > 5
    assert [path for path in paths if not (BASE_DIR / path).exists()] == []
