"""The classifier: an encoder, a map of evidence for each diagnosis, and its mean over the picture.

The network says at each place of the picture how much speaks for each diagnosis; the mean of that map is the
diagnosis' logit. So the explanation is not computed beside the answer: the answer is computed from it. This is a
class activation map (Zhou et al. 2016, arXiv:1512.04150) with the average taken after the linear layer instead of
before, which gives the same sum.
"""

from pathlib import Path

import keras
from keras import layers

from ml.diagnoses import CODES
from ml.networks.backbone import build_backbone


def build_classifier(
    size: int,
    backbone_weights: Path | None = None,
    freeze_batch_norm: bool = True,
    dropout: float = 0.3,
    backbone: str = "mobilenetv2",
) -> keras.Model:
    """The classifier's network.

    Args:
        size: side of the input in pixels; a multiple of 32.
        backbone_weights: ImageNet weights of the encoder, or None for random ones.
        freeze_batch_norm: keep the encoder's statistics of ImageNet.
        dropout: fraction of the features silenced in training, everywhere in the picture at once.
        backbone: a name of `ml.networks.backbone.FILES`.

    Returns:
        float32 (n, size, size, 3) in -1..1 -> float32 (n, size / 32, size / 32, 7), the evidence at each place for
        each of `ml.diagnoses.CODES`; the mean over the places is the logit.
    """
    encoder = build_backbone(size, backbone_weights, freeze_batch_norm, backbone)
    features = layers.SpatialDropout2D(dropout, name="dropout")(encoder.output)
    evidence = layers.Conv2D(len(CODES), 1, name="evidence")(features)
    return keras.Model(encoder.input, evidence, name=f"classifier_{backbone}")


def with_logits(network: keras.Model) -> keras.Model:
    """The same network as it is trained.

    Args:
        network: of `build_classifier`.

    Returns:
        float32 (n, size, size, 3) -> float32 (n, 7), logits.
    """
    logits = layers.GlobalAveragePooling2D(name="logits")(network.output)
    return keras.Model(network.input, logits, name=f"{network.name}_trained")
