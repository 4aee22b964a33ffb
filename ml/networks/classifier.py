"""The classifier: MobileNetV3-Small, global average, one linear layer.

One linear layer on averaged features, because its weights then say which place of the picture spoke for which
diagnosis (class activation maps; Zhou et al. 2016, arXiv:1512.04150).
"""

from pathlib import Path

import keras
from keras import layers

from ml.diagnoses import CODES
from ml.networks.backbone import build_backbone


def build_classifier(
    size: int, backbone_weights: Path | None = None, freeze_batch_norm: bool = True, dropout: float = 0.3
) -> keras.Model:
    """The classifier's network.

    Args:
        size: side of the input in pixels; a multiple of 32.
        backbone_weights: ImageNet weights of the encoder, or None for random ones.
        freeze_batch_norm: keep the encoder's statistics of ImageNet.
        dropout: fraction of the averaged features silenced in training.

    Returns:
        float32 (n, size, size, 3) in -1..1 -> float32 (n, 7), probabilities in the order of `ml.diagnoses.CODES`.
    """
    backbone = build_backbone(size, backbone_weights, freeze_batch_norm)
    features = layers.GlobalAveragePooling2D(name="features")(backbone.output)
    features = layers.Dropout(dropout, name="dropout")(features)
    probabilities = layers.Dense(len(CODES), activation="softmax", name="probabilities")(features)
    return keras.Model(backbone.input, probabilities, name="classifier_mobilenetv3small")
