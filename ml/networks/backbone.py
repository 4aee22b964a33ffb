"""The ImageNet encoder under both networks: MobileNetV3-Small, 0.9 million weights.

Source: Howard et al. 2019, Searching for MobileNetV3 (arXiv:1905.02244).
"""

from pathlib import Path

import keras

# Tensors just before each halving of the resolution, at strides 2, 4, 8 and 16: the richest of their scale.
BEFORE_HALVING = (
    "expanded_conv_depthwise_pad",
    "expanded_conv_1_depthwise_pad",
    "expanded_conv_3_depthwise_pad",
    "expanded_conv_8_depthwise_pad",
)


def build_backbone(size: int, weights: Path | None, freeze_batch_norm: bool) -> keras.Model:
    """MobileNetV3-Small without its head.

    Args:
        size: side of the input in pixels; a multiple of 32.
        weights: ImageNet weights, or None for random ones.
        freeze_batch_norm: keep the statistics of ImageNet; small batches of one kind of picture would spoil them.

    Returns:
        float32 (n, size, size, 3) in -1..1 -> float32 (n, size / 32, size / 32, 576).
    """
    backbone = keras.applications.MobileNetV3Small(
        input_shape=(size, size, 3),
        include_top=False,
        include_preprocessing=False,
        weights=str(weights) if weights else None,
    )
    if freeze_batch_norm:
        for layer in backbone.layers:
            if isinstance(layer, keras.layers.BatchNormalization):
                layer.trainable = False
    return backbone
