"""Judging the shipped pipeline."""

import json
import shutil

import pytest

from ml.dataset import data_folder, in_split, read_records
from ml.evaluate import answers_for, chosen, main
from ml.manifest import WEIGHTS_FOLDER, read_manifest

pytestmark = pytest.mark.slow


@pytest.fixture
def weights(tmp_path):
    return shutil.copytree(WEIGHTS_FOLDER, tmp_path / "weights")


def test_it_prints_and_writes_the_figures(drawn_data, tmp_path, capsys):
    assert main(["--data", str(drawn_data), "--split", "test", "--out", str(tmp_path / "out")]) == 0
    figures = json.loads((tmp_path / "out" / "figures.json").read_text())
    assert (figures["split"], figures["n"]) == ("test", 7)
    assert figures["segmentation"]["mean_iou"] > 0.7, "drawn lesions are easy to find"
    assert figures["model_versions"]["segmenter"] == read_manifest().default("segmenter").version
    assert f"mean IoU               {figures['segmentation']['mean_iou']:.4f}" in capsys.readouterr().out


def test_all_takes_every_split(drawn_data):
    records = read_records(drawn_data)
    assert chosen(records, "all", None) == records
    assert len(chosen(records, "all", 9)) == 9
    assert {record.split for record in chosen(records, "val", None)} == {"val"}


def test_a_threshold_fitted_on_val_and_figures_are_recorded(drawn_data, weights):
    command = ["--data", str(drawn_data), "--weights", str(weights), "--split", "val"]
    assert main([*command, "--fit-thresholds", "1.0", "--record"]) == 0
    entry = read_manifest(weights).default("classifier")
    assert entry.figures["split"] == "val"
    assert entry.figures["n"] == 7
    assert entry.figures["malignant_sensitivity"] == 1.0
    least_certain = read_manifest(weights).default("segmenter").thresholds["certainty"]
    assert 0.9 < least_certain < 1, "drawn lesions are plain to see"
    assert entry.thresholds["malignant"] != read_manifest().default("classifier").thresholds["malignant"]


def test_nothing_is_fitted_on_test(drawn_data, capsys):
    with pytest.raises(SystemExit):
        main(["--data", str(drawn_data), "--split", "test", "--fit-thresholds", "0.9"])
    assert "belongs to --split val" in capsys.readouterr().err


def test_the_floors_hold_on_a_sample_of_test(pipeline, data_dir):
    """Margins are wide because 100 pictures are few; a broken preprocessing falls far below them."""
    records = in_split(read_records(data_folder(data_dir)), "test", 100)
    figures = answers_for(pipeline, records).figures(pipeline.classifier.thresholds["malignant"])
    assert figures["refused"] <= 2
    assert figures["segmentation"]["mean_iou"] > 0.80
    assert figures["classification"]["accuracy"] > 0.60
    assert figures["classification"]["malignant_auc"] > 0.80
    assert figures["operating_point"]["sensitivity"] > 0.70
