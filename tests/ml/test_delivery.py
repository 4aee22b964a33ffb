"""What is refused before anything is run: one sentence each."""

import pytest

from ml.delivery import NotAccepted, read_delivery
from ml.manifest import read_manifest
from tests.ml.delivered import CARD, deliver, write


def test_a_classifier_and_a_segmenter_with_its_gate(tmp_path):
    classifier = read_delivery(deliver(tmp_path / "c"))
    assert (classifier.network.version, classifier.gate, classifier.card) == ("classifier-9.0.0", None, CARD)
    segmenter = read_delivery(deliver(tmp_path / "s", "segmenter"))
    assert [entry.version for entry in segmenter.entries] == ["gate-for-segmenter-9.0.0", "segmenter-9.0.0"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"sha256": "0" * 64}, "its hash differs"),
        ({"runtime_sha256": "0" * 64}, "its hash differs"),
        ({"classes": ("nv", "mel")}, "the record knows akiec, bcc"),
        ({"architecture": "classifier_of_next_year"}, "cannot run"),
        ({"runtime_file": "", "runtime_sha256": ""}, "has not been converted"),
        ({"runtime_file": "../elsewhere.tflite"}, "must be called"),
        ({"version": "../classifier"}, "is no version"),
        ({"thresholds": {}}, "no threshold uncertain"),
        ({"operating_points": {}}, "no operating points"),
        ({"figures": {}}, "no figures"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_does_not_fit(tmp_path, changed, sentence):
    with pytest.raises(NotAccepted, match=sentence):
        read_delivery(deliver(tmp_path, **changed))


@pytest.mark.parametrize("gone", ["manifest.json", "card.md", "classifier-9.0.0.weights.h5", "classifier-9.0.0.tflite"])
def test_what_is_missing(tmp_path, gone):
    (deliver(tmp_path) / gone).unlink()
    with pytest.raises(NotAccepted, match=gone):
        read_delivery(tmp_path)


def test_a_card_without_words_is_none(tmp_path):
    (deliver(tmp_path) / "card.md").write_text(" \n")
    with pytest.raises(NotAccepted, match="has no card"):
        read_delivery(tmp_path)


def test_two_networks_or_a_segmenter_without_its_gate(tmp_path):
    one = read_delivery(deliver(tmp_path, "segmenter"))
    write(tmp_path, [one.network])
    with pytest.raises(NotAccepted, match="the one gate"):
        read_delivery(tmp_path)
    write(tmp_path, list(read_manifest().entries))
    with pytest.raises(NotAccepted, match="exactly one network"):
        read_delivery(tmp_path)
