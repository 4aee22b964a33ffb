"""The worst mistakes: which ones, and how they look."""

import io

import numpy as np
import pytest
from PIL import Image

from ml.answers import answers_for
from ml.labelled import read_labelled
from ml.report.pictures import MOST, MOST_MISSED, blended, shown, worst_diagnoses, worst_masks
from tests.ml.rows import row
from tests.ml.threshold_pipeline import ThresholdPipeline


def test_missed_malignant_lesions_come_first_then_the_most_confident():
    rows = [
        row(0, "nv", "bkl", 0.99),
        row(1, "mel", "nv", 0.6),
        row(2, "mel", "nv", 0.8),
        row(3, "nv", "nv", 0.99),
        row(4, "nv", "mel", 0.7),
        row(5, "mel", "bcc", 0.95),
        row(6, says="nv"),
        row(7, "mel"),
    ]
    assert [answer.image_id for answer in worst_diagnoses(rows)] == ["P0002", "P0001", "P0000", "P0005", "P0004"]


def test_there_are_never_more_than_24_and_12_of_them_missed():
    rows = [row(n, "mel", "nv", 0.5 + n / 100) for n in range(30)] + [row(50 + n, "nv", "bkl") for n in range(30)]
    chosen = worst_diagnoses(rows)
    assert len(chosen) == MOST
    assert [answer.dx for answer in chosen[:MOST_MISSED]] == ["mel"] * MOST_MISSED
    assert chosen[MOST_MISSED].dx == "nv"


def test_the_poorest_masks_without_refused_or_good_ones():
    rows = [row(n, says="nv", iou=0.31 + n / 20) for n in range(14)] + [row(90, iou=0.0), row(91, says="nv")]
    assert [answer.image_id for answer in worst_masks(rows)] == [f"P{n:04}" for n in range(7)]


@pytest.mark.parametrize("truth", [False, True])
def test_a_mistake_is_two_small_pictures_side_by_side(drawn_data, truth):
    pictures = read_labelled(drawn_data)[0][:3]
    pipeline = ThresholdPipeline(lambda number: "vasc")
    answers, _ = answers_for(pipeline, pictures)
    mistakes = shown(pipeline, answers, pictures, truth=truth)
    assert [mistake.image_id for mistake in mistakes] == [picture.image_id for picture in pictures]
    assert {(mistake.predicted, mistake.confidence) for mistake in mistakes} == {("vasc", 0.7)}
    for mistake in mistakes:
        with Image.open(io.BytesIO(mistake.jpeg)) as drawn:
            assert drawn.size == (484, 240)
        assert len(mistake.jpeg) < 60_000


def test_a_picture_that_is_now_refused_is_left_out(drawn_data):
    pictures = read_labelled(drawn_data)[0][:1]
    answers, _ = answers_for(ThresholdPipeline(), pictures)

    class Refusing(ThresholdPipeline):
        def analyse_many(self, datas):
            return super().analyse_many([data[:900] for data in datas])

    assert shown(Refusing(), answers, pictures, truth=False) == []


def test_the_map_is_clear_where_it_is_cold():
    picture = Image.new("RGB", (60, 40), (120, 100, 90))
    heat = np.zeros((224, 224), np.uint8)
    heat[:, 112:] = 255
    mixed = np.asarray(blended(picture, heat))
    assert mixed.shape == (40, 60, 3)
    assert (mixed[:, :20] == (120, 100, 90)).all()
    assert (mixed[:, 45:, 0] > 150).all()
