"""The segmenter: a U-Net whose encoder is MobileNetV3-Small.

Source: Ronneberger, Fischer, Brox 2015, U-Net (arXiv:1505.04597); encoder see `ml.networks.backbone`.
"""

from pathlib import Path

import keras
from keras import layers

from ml.networks.backbone import BEFORE_HALVING, build_backbone

DECODER_CHANNELS = (96, 64, 32, 16)

# Channels of the tensors that the decoder joins, from stride 16 to stride 2: 288 + 96 + 72 + 16.
FEATURES = 472


def build_unet(size: int, backbone_weights: Path | None = None, freeze_batch_norm: bool = True) -> keras.Model:
    """The segmenter's network.

    Args:
        size: side of the input in pixels; a multiple of 32.
        backbone_weights: ImageNet weights of the encoder, or None for random ones.
        freeze_batch_norm: keep the encoder's statistics of ImageNet.

    Returns:
        float32 (n, size, size, 3) in -1..1 -> float32 (n, size, size, 1), the logit of "lesion" per pixel.
    """
    backbone = build_backbone(size, backbone_weights, freeze_batch_norm)
    tensor = backbone.output
    skips = [backbone.get_layer(name).input for name in BEFORE_HALVING]
    for step, (skip, channels) in enumerate(zip(reversed(skips), DECODER_CHANNELS, strict=True)):
        # Narrowed before it is enlarged: the same sum as joining first, at a quarter of the cost.
        tensor = layers.Conv2D(channels, 1, use_bias=False, name=f"narrow_{step}")(tensor)
        tensor = layers.UpSampling2D(interpolation="bilinear", name=f"up_{step}")(tensor)
        skip = layers.Conv2D(channels, 1, use_bias=False, name=f"skip_{step}")(skip)
        tensor = _normalised(layers.Add(name=f"join_{step}")([tensor, skip]), f"join_{step}")
        tensor = layers.Conv2D(channels, 3, padding="same", use_bias=False, name=f"refine_{step}")(tensor)
        tensor = _normalised(tensor, f"refine_{step}")
    # The decoder stops at half the resolution: a lesion's border is smoother than that grid.
    logits = layers.Conv2D(1, 3, padding="same", name="logits_half")(tensor)
    logits = layers.UpSampling2D(interpolation="bilinear", name="logits")(logits)
    return keras.Model(backbone.input, logits, name="unet_mobilenetv3small")


def with_features(network: keras.Model) -> keras.Model:
    """The same network as it answers in the pipeline: what the gate looks at comes from the same pass.

    The gate looks at the encoder's early tensors. What tells skin under a dermatoscope from skin before a phone is its
    texture, and the deepest tensor, trained to find the lesion, has forgotten that (docs/gate.md).

    Args:
        network: of `build_unet`.

    Returns:
        float32 (n, size, size, 3) -> {"logits": float32 (n, size, size, 1), "features": float32 (n, FEATURES), the
        averages over the places of the tensors that the decoder joins, from stride 16 to stride 2}.
    """
    joined = [network.get_layer(f"skip_{step}").input for step in range(len(BEFORE_HALVING))]
    averages = [layers.GlobalAveragePooling2D(name=f"average_{step}")(tensor) for step, tensor in enumerate(joined)]
    features = layers.Concatenate(name="features")(averages)
    return keras.Model(network.input, {"logits": network.output, "features": features}, name=network.name)


def _normalised(tensor, name: str):
    tensor = layers.BatchNormalization(momentum=0.95, name=f"{name}_norm")(tensor)
    return layers.ReLU(name=f"{name}_relu")(tensor)
