"""The segmenter as it answers in the pipeline."""

import numpy as np
import pytest

pytestmark = pytest.mark.slow

PICTURES = np.random.default_rng(1).uniform(-1, 1, (2, 64, 64, 3)).astype(np.float32)


def test_features_come_beside_the_same_logits():
    from ml.networks.unet import FEATURES, build_unet, with_features

    network = build_unet(64)
    answer = with_features(network)(PICTURES, training=False)
    assert set(answer) == {"logits", "features"}
    assert answer["features"].shape == (2, FEATURES)
    np.testing.assert_allclose(answer["logits"], network(PICTURES, training=False), atol=1e-5)


def test_features_are_averages_of_what_the_decoder_joins():
    import keras

    from ml.networks.unet import build_unet, with_features

    network = build_unet(64)
    joined = [network.get_layer(f"skip_{step}").input for step in range(4)]
    tensors = keras.Model(network.input, joined)(PICTURES, training=False)
    assert [tensor.shape[1] for tensor in tensors] == [4, 8, 16, 32]
    averages = np.concatenate([np.asarray(tensor).mean(axis=(1, 2)) for tensor in tensors], axis=1)
    np.testing.assert_allclose(with_features(network)(PICTURES, training=False)["features"], averages, atol=1e-4)
