"""The classifier's network: the logit is the mean of the evidence."""

import numpy as np
import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"),
]


def pictures(size: int = 64) -> np.ndarray:
    return np.random.default_rng(1).uniform(-1, 1, (2, size, size, 3)).astype(np.float32)


def test_the_logit_is_the_mean_of_the_evidence():
    from ml.evidence import logits_of
    from ml.networks.classifier import build_classifier, with_logits

    network = build_classifier(64, backbone="mobilenetv3small")
    evidence, logits = np.asarray(network(pictures())), np.asarray(with_logits(network)(pictures()))
    assert evidence.shape == (2, 2, 2, 7)
    assert logits == pytest.approx(logits_of(evidence), abs=1e-5)


def test_statistics_are_measured_as_plain_averages_and_then_kept():
    from ml.networks.backbone import batch_norms, build_backbone, freeze_statistics, measure_statistics

    network = build_backbone(64, None, freeze_batch_norm=False, name="mobilenetv3small")
    first = batch_norms(network)[0]
    momentum = first.momentum
    batches = [pictures() * 0.5 + 0.2, pictures() * 0.1 - 0.5]
    convolved = [np.asarray(network.layers[1](each)) for each in batches]
    measure_statistics(network, batches)
    expected = np.mean([each.mean(axis=(0, 1, 2)) for each in convolved], axis=0)
    assert np.asarray(first.moving_mean) == pytest.approx(expected, abs=1e-4)
    assert first.momentum == momentum
    freeze_statistics(network)
    kept = np.array(first.moving_mean)
    network(pictures(), training=True)
    assert np.array_equal(first.moving_mean, kept)
