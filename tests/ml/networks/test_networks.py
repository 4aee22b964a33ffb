"""Shapes and meanings of the networks' answers."""

import numpy as np
import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("size", [64, 96])
def test_the_unet_answers_per_pixel(size):
    from ml.networks.unet import build_unet

    pictures = np.random.default_rng(1).uniform(-1, 1, (2, size, size, 3)).astype(np.float32)
    assert build_unet(size)(pictures, training=False).shape == (2, size, size, 1)


def test_frozen_statistics_do_not_train():
    import keras

    from ml.networks.backbone import build_backbone

    def norms(freeze):
        layers = build_backbone(32, None, freeze).layers
        return [layer.trainable for layer in layers if isinstance(layer, keras.layers.BatchNormalization)]

    assert not any(norms(True))
    assert all(norms(False))


def test_the_loss_of_known_answers():
    from ml.losses import overlap_loss

    truth = np.zeros((2, 8, 8, 1), np.float32)
    truth[:, :4] = 1
    right = np.where(truth > 0, 20.0, -20.0).astype(np.float32)
    losses = np.asarray(overlap_loss(truth, np.stack([right[0], -right[1]])))
    assert losses[0] == pytest.approx(0, abs=0.01)
    assert losses[1] == pytest.approx(20 + 1, abs=0.1)
    unsure = np.asarray(overlap_loss(truth[:1], np.zeros_like(truth[:1])))
    assert unsure[0] == pytest.approx(np.log(2) + 1 - (2 * 16 + 1) / (32 + 32 + 1), abs=1e-4)
