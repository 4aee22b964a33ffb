"""The command line on files, without any database."""

import json
import shutil

import numpy as np
import pytest
from PIL import Image

from ml.diagnoses import CODES
from ml.files import picture_files
from ml.manifest import WEIGHTS_FOLDER
from ml.predict import line_of, main, predict

pytestmark = pytest.mark.slow

FIELDS = [
    *("file", "status", "reason", "probabilities", "malignant_probability"),
    *("lesion_area_fraction", "bbox", "model_versions", "seconds"),
]


@pytest.fixture
def folder(tmp_path, drawn_jpegs):
    """Two good pictures, one broken one, and a file that is no picture by its name."""
    pictures = tmp_path / "pictures"
    (pictures / "more").mkdir(parents=True)
    (pictures / "a.jpg").write_bytes(drawn_jpegs[0])
    (pictures / "b.jpg").write_bytes(drawn_jpegs[1][:2000])
    (pictures / "more" / "a.jpg").write_bytes(drawn_jpegs[2])
    (pictures / "notes.txt").write_text("not looked at")
    return pictures


def test_json_gives_one_object_per_picture(folder, capsys):
    assert main([str(folder), "--json"]) == 1
    out, err = capsys.readouterr()
    answers = [json.loads(line) for line in out.splitlines()]
    assert all(list(answer) == FIELDS for answer in answers)
    assert [answer["status"] for answer in answers] == ["done", "rejected", "done"]
    done, rejected, _ = answers
    assert tuple(done["probabilities"]) == CODES
    assert sum(done["probabilities"].values()) == pytest.approx(1)
    assert len(done["bbox"]) == 4
    assert 0 < done["lesion_area_fraction"] < 1
    assert rejected["reason"].startswith("truncated: ")
    assert rejected["probabilities"] is None
    assert "3 pictures: 2 done, 1 rejected, 0 failed." in err


def test_out_writes_masks_at_the_pictures_size(folder, tmp_path, capsys):
    assert main([str(folder / "a.jpg"), str(folder / "more"), "--out", str(tmp_path / "out"), "--json"]) == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["a-2_mask.png", "a-2_overlay.jpg", "a_mask.png", "a_overlay.jpg"]
    answer = json.loads(capsys.readouterr().out.splitlines()[0])
    with Image.open(tmp_path / "out" / "a_mask.png") as mask:
        assert mask.size == (600, 450)
        assert mask.mode == "1"
        assert np.asarray(mask).mean() == pytest.approx(answer["lesion_area_fraction"])
    with Image.open(tmp_path / "out" / "a_overlay.jpg") as overlay, Image.open(folder / "a.jpg") as picture:
        assert overlay.size == picture.size


def test_people_read_a_table(folder, pipeline):
    lines = [line_of(answer) for answer in predict(pipeline, picture_files([folder]))]
    assert len(lines) == 3
    assert "malignant" in lines[0]
    assert "damaged or incomplete" in lines[1]


def test_a_file_that_is_not_there_is_our_failure_not_the_pictures(tmp_path, pipeline, drawn_jpegs):
    (tmp_path / "a.jpg").write_bytes(drawn_jpegs[0])
    missing, done = predict(pipeline, [tmp_path / "missing.jpg", tmp_path / "a.jpg"])
    assert (missing["status"], missing["reason"]) == ("failed", "No such file or directory")
    assert done["status"] == "done"


def test_missing_weights_end_with_2_and_one_sentence(folder, tmp_path, capsys):
    weights = shutil.copytree(WEIGHTS_FOLDER, tmp_path / "weights")
    next(weights.glob("segmenter*.h5")).unlink()
    assert main([str(folder), "--json", "--weights", str(weights)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert "is missing" in err


def test_a_folder_without_pictures_ends_with_2(tmp_path, capsys):
    assert main([str(tmp_path)]) == 2
    assert "No picture in there" in capsys.readouterr().err


def test_a_line_shows_no_number_where_there_is_no_result():
    line = line_of({"file": "x/y.jpg", "status": "rejected", "reason": "empty: The file is empty."})
    assert "The file is empty." in line
    assert "%" not in line
