"""Judging the pipeline from the command line."""

import csv
import json
import shutil

import pytest

from ml.answers import answers_for
from ml.errors import WeightsMissing
from ml.evaluate import chosen, main
from ml.figures import figures_of
from ml.labelled import Labelled, folder_to_judge, read_labelled
from ml.manifest import WEIGHTS_FOLDER, read_manifest
from tests.ml.threshold_pipeline import ThresholdPipeline


def judge(*arguments, says=None):
    return main([str(argument) for argument in arguments], load=lambda weights_dir: ThresholdPipeline(says))


@pytest.fixture(scope="module")
def out(drawn_data, tmp_path_factory):
    """What an evaluation of the drawn test split wrote."""
    folder = tmp_path_factory.mktemp("out") / "new"
    assert judge("--data", drawn_data, "--split", "test", "--out", folder, says=lambda number: "mel") == 0
    return folder


def test_it_writes_figures_answers_and_a_report(out):
    figures = json.loads((out / "figures.json").read_text())
    assert (figures["split"], figures["n"], figures["lesions"]) == ("test", 7, 7)
    assert figures["segmentation"]["mean_iou"] > 0.8, "drawn lesions are easy to find"
    assert figures["classification"]["accuracy"] == pytest.approx(1 / 7)
    assert figures["models"][1] == {"kind": "classifier", "version": "classifier-t", "sha256": "c1" * 32}
    with (out / "answers.csv").open() as file:
        assert [row["dx"] for row in csv.DictReader(file)] == ["akiec", "bcc", "bkl", "df", "mel", "nv", "vasc"]
    report = (out / "report.html").read_text()
    assert report.count("data:image/jpeg;base64,") == 6, "six of seven are wrong"
    assert "classifier-t" in report


def test_the_terminal_shows_the_table(drawn_data, capsys):
    assert judge("--data", drawn_data, "--split", "val") == 0
    assert "mean IoU" in capsys.readouterr().out


def test_figures_come_again_from_the_answers_without_a_network(out, tmp_path):
    def refuse(weights_dir):
        raise AssertionError("no network is needed")

    assert main(["--answers", str(out), "--out", str(tmp_path)], load=refuse) == 0
    first, again = (json.loads((folder / "figures.json").read_text()) for folder in (out, tmp_path))
    assert "--answers" in again.pop("command")
    first.pop("command")
    assert again == first


def test_record_writes_the_flat_figures_to_the_manifest(drawn_data, tmp_path):
    weights = shutil.copytree(WEIGHTS_FOLDER, tmp_path / "weights", ignore=shutil.ignore_patterns("*.h5", "*.tflite"))
    assert judge("--data", drawn_data, "--split", "test", "--weights", weights, "--record") == 0
    segmenter, classifier = (read_manifest(weights).default(kind).figures for kind in ("segmenter", "classifier"))
    assert (segmenter["split"], segmenter["n"], classifier["n"]) == ("test", 7, 7)
    assert segmenter["mean_iou_low"] <= segmenter["mean_iou"] <= segmenter["mean_iou_high"]
    assert {"bma", "macro_f1", "ece", "rule_out_sensitivity", "balanced_npv"} < set(classifier)
    assert "bma" not in segmenter


def test_pictures_alone_give_gate_figures_only(drawn_data, tmp_path):
    assert judge("--data", drawn_data / "images", "--split", "all", "--out", tmp_path) == 0
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert (figures["n"], figures["gate"]["pass_rate"]) == (28, 1.0)
    assert (figures["classification"], figures["segmentation"]) == (None, None)


def test_errors_of_rows_are_printed_and_kept(drawn_data, tmp_path, capsys):
    folder = tmp_path / "data"
    shutil.copytree(drawn_data, folder)
    text = (folder / "metadata.csv").read_text().replace("DRAWN_002,bkl", "DRAWN_002,scc")
    (folder / "metadata.csv").write_text(text)
    assert judge("--data", folder, "--split", "all", "--out", tmp_path / "out") == 0
    assert "metadata.csv line 4: the diagnosis 'scc'" in capsys.readouterr().err
    figures = json.loads((tmp_path / "out" / "figures.json").read_text())
    assert (figures["n"], figures["classification"]["n"], len(figures["errors"])) == (28, 27, 1)
    assert figures["train_pictures"] == 14


def test_a_folder_without_splits_is_judged_as_a_whole_only(drawn_data):
    with pytest.raises(SystemExit, match="use --split all"):
        judge("--data", drawn_data / "images", "--split", "test")


def test_a_limit_is_spread_over_the_split(drawn_data):
    pictures = read_labelled(drawn_data)[0]
    assert chosen(pictures, "all", None) == pictures
    assert len(chosen(pictures, "all", 9)) == 9
    assert [picture.image_id for picture in chosen(pictures, "train", 3)] == ["DRAWN_000", "DRAWN_006", "DRAWN_013"]
    assert chosen([], "test", None) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [([], "--split is needed"), (["--answers", "x", "--record"], "--out only"), (["--split", "new"], "invalid choice")],
)
def test_a_command_that_means_nothing_is_said(arguments, says, capsys):
    with pytest.raises(SystemExit):
        judge(*arguments)
    assert says in capsys.readouterr().err


def test_no_picture_ends_with_1_and_no_weights_with_2(drawn_data, tmp_path, capsys):
    (tmp_path / "metadata.csv").write_text("image_id\nGONE\n")
    assert judge("--data", tmp_path, "--split", "all") == 1
    assert "There is no picture to judge" in capsys.readouterr().err

    def without_weights(weights_dir):
        raise WeightsMissing("weights are missing")

    assert main(["--data", str(drawn_data), "--split", "test"], load=without_weights) == 2
    assert "weights are missing" in capsys.readouterr().err


def test_a_picture_that_goes_away_is_said(tmp_path):
    picture = Labelled("a", "a", tmp_path / "a.jpg")
    assert answers_for(ThresholdPipeline(), [picture])[1] == [
        "a.jpg: No such file or directory; the picture is left out."
    ]


@pytest.mark.slow
def test_the_floors_hold_on_a_sample_of_test(pipeline, data_dir):
    """Margins are wide because 100 pictures are few; a broken preprocessing falls far below them."""
    pictures = chosen(read_labelled(folder_to_judge(data_dir))[0], "test", 100)
    answers, errors = answers_for(pipeline, pictures)
    entry = pipeline.classifier
    figures = figures_of(answers, entry.operating_points, entry.default_point)
    assert errors == []
    assert figures["refused"] <= 4
    assert figures["segmentation"]["mean_iou"] > 0.80
    assert figures["classification"]["accuracy"] > 0.60
    assert figures["classification"]["malignant_auc"] > 0.80
    assert figures["operating_points"][entry.default_point]["sensitivity"]["value"] > 0.70
