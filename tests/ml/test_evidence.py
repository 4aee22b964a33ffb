"""The explanation is the answer, spread over the picture."""

import numpy as np
import pytest

from ml.evidence import WHOLE, energy_inside, explain, logits_of


def evidence_at(row: int, column: int, diagnosis: int, views: int = 1) -> np.ndarray:
    maps = np.zeros((views, 7, 7, 7), np.float32)
    maps[:, row, column, diagnosis] = 49.0
    return maps


def test_the_logit_is_the_mean_of_the_map():
    maps = np.random.default_rng(1).normal(size=(2, 7, 7, 7)).astype(np.float32)
    assert logits_of(maps) == pytest.approx(maps.reshape(2, 49, 7).mean(axis=1), abs=1e-6)


def test_the_map_is_bright_where_the_evidence_is():
    explanation = explain(evidence_at(1, 5, 4), [WHOLE], [False], 4)
    assert explanation.shape == (224, 224)
    assert explanation.dtype == np.uint8
    row, column = np.unravel_index(explanation.argmax(), explanation.shape)
    assert (row // 32, column // 32) == (1, 5)
    assert explanation.max() == 255


def test_a_mirrored_view_is_turned_back():
    explanation = explain(evidence_at(1, 5, 4), [WHOLE], [True], 4)
    _, column = np.unravel_index(explanation.argmax(), explanation.shape)
    assert column // 32 == 1


def test_a_crop_lies_where_it_was_cut():
    explanation = explain(evidence_at(3, 3, 2), [(100.0, 20.0, 70.0)], [False], 2)
    row, column = np.unravel_index(explanation.argmax(), explanation.shape)
    assert (row, column) == (pytest.approx(55, abs=6), pytest.approx(135, abs=6))
    assert explanation[:, :95].max() == 0
    assert explanation[95:].max() == 0


def test_the_crop_counts_as_much_as_the_whole_picture():
    both = np.concatenate([evidence_at(0, 0, 2), evidence_at(6, 6, 2)])
    explanation = explain(both, [WHOLE, (112.0, 112.0, 112.0)], [False, False], 2).astype(float)
    whole, crop = explanation[:112, :112].sum(), explanation[112:, 112:].sum()
    assert whole == pytest.approx(crop, rel=0.05)


def test_only_what_tells_the_diagnosis_from_the_others_counts():
    maps = evidence_at(2, 2, 4)
    maps[0, 5, 5, :] = 500.0  # speaks for every diagnosis, so for none
    explanation = explain(maps, [WHOLE], [False], 4)
    assert explanation[64:96, 64:96].max() == 255
    assert explanation[176:184, 176:184].max() == 0


def test_where_nothing_speaks_for_it_nothing_is_shown():
    assert explain(np.zeros((1, 7, 7, 7), np.float32), [WHOLE], [False], 0).max() == 0


def test_energy_inside_the_lesion():
    explanation = np.zeros((224, 224), np.uint8)
    explanation[:10, :10], explanation[100:110, 100:110] = 100, 50
    mask = np.zeros((224, 224), bool)
    mask[90:120, 90:120] = True
    assert energy_inside(explanation, mask) == pytest.approx(1 / 3)
    assert energy_inside(explanation * 0, mask) == 0.0, "an empty map proves nothing about the lesion"
