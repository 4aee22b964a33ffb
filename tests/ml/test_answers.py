"""The table of answers: made from outcomes, kept as CSV without losing a digit."""

from dataclasses import replace

import numpy as np
import pytest

from ml.answers import answers_for, read_answers, true_mask, write_answers
from ml.labelled import read_labelled
from tests.ml.conftest import as_file
from tests.ml.threshold_pipeline import ThresholdPipeline


@pytest.fixture
def pictures(drawn_data):
    return read_labelled(drawn_data)[0][:5]


def test_an_answer_knows_what_was_said_and_how_well_the_mask_fits(pictures):
    answers, errors = answers_for(ThresholdPipeline(lambda number: "mel"), pictures)
    assert errors == []
    assert [answer.image_id for answer in answers] == [picture.image_id for picture in pictures]
    assert all(answer.iou > 0.8 and answer.boundary_error < 5 for answer in answers), "drawn lesions are easy to find"
    assert {(answer.mel, answer.nv, answer.verdict, answer.refusal) for answer in answers} == {
        (0.7, 0.05, "suspicious", "")
    }


def test_a_refusal_keeps_its_code_and_fits_nothing(pictures, tmp_path):
    broken, small, masked = tmp_path / "broken.jpg", tmp_path / "small.png", pictures[2]
    broken.write_bytes(pictures[0].picture_path.read_bytes()[:1500])
    small.write_bytes(as_file(np.zeros((50, 60, 3), np.uint8)))
    asked = [
        replace(pictures[0], picture_path=broken),
        replace(pictures[1], picture_path=small, mask_path=None),
        masked,
    ]
    answers, errors = answers_for(ThresholdPipeline(), asked)
    assert errors == []
    assert [answer.refusal for answer in answers] == ["truncated", "too_small", ""]
    assert (answers[0].iou, answers[0].dice, answers[0].boundary_error) == (0.0, 0.0, float("inf"))
    assert np.isnan([answers[1].iou, answers[1].mel, answers[1].uncertainty]).all(), "nothing to fit to"


def test_files_that_cannot_be_read_are_said_and_the_others_go_on(pictures, tmp_path):
    not_a_mask = tmp_path / "mask.png"
    not_a_mask.write_bytes(b"no picture")
    asked = [
        replace(pictures[0], picture_path=tmp_path / "gone.jpg"),
        replace(pictures[1], mask_path=not_a_mask),
        pictures[2],
    ]
    answers, errors = answers_for(ThresholdPipeline(), asked)
    assert [answer.image_id for answer in answers] == [pictures[1].image_id, pictures[2].image_id]
    assert np.isnan(answers[0].iou)
    assert answers[1].iou > 0.8
    assert ["gone.jpg" in errors[0], "mask.png" in errors[1]] == [True, True]


def test_the_table_comes_back_as_it_was(pictures, tmp_path):
    asked = [replace(pictures[0], age=41.5), replace(pictures[1], mask_path=None), pictures[2]]
    answers, _ = answers_for(ThresholdPipeline(), asked)
    answers.append(replace(answers[2], refusal="too_dark", boundary_error=float("inf"), mel=1 / 3))
    write_answers(tmp_path / "answers.csv", answers)
    again = read_answers(tmp_path / "answers.csv")
    assert [repr(answer) for answer in again] == [repr(answer) for answer in answers]
    assert "nan" not in (tmp_path / "answers.csv").read_text()


def test_a_mask_of_another_size_is_brought_to_the_pictures(pictures):
    assert true_mask(pictures[0].mask_path, (90, 120)).shape == (90, 120)
    share = true_mask(pictures[0].mask_path, (224, 224)).mean()
    assert true_mask(pictures[0].mask_path, (90, 120)).mean() == pytest.approx(share, abs=0.01)
