"""What a typical project does, to be measured against: Keras' `predict` in the serving process, one picture at a time.

A U-Net of four levels with 32 filters on the first, at 256 x 256, and MobileNetV2 at 224 x 224. Weights are random: the
time does not depend on them.

Sources: Ronneberger, Fischer, Brox 2015, U-Net (arXiv:1505.04597), with half its filters and padded convolutions;
Sandler et al. 2018, MobileNetV2 (arXiv:1801.04381).
"""

import io

import numpy as np
from PIL import Image

UNET_SIZE, CLASSIFIER_SIZE = 256, 224
LEVELS, FILTERS, CLASSES = 4, 32, 7


def build_unet():
    """float32 (n, 256, 256, 3) -> float32 (n, 256, 256, 1): four halvings, two convolutions on each level."""
    import keras
    from keras import layers

    def two_convolutions(tensor, filters: int):
        for _ in range(2):
            tensor = layers.Conv2D(filters, 3, padding="same", use_bias=False)(tensor)
            tensor = layers.ReLU()(layers.BatchNormalization()(tensor))
        return tensor

    picture = tensor = keras.Input((UNET_SIZE, UNET_SIZE, 3))
    skips = []
    for level in range(LEVELS):
        tensor = two_convolutions(tensor, FILTERS * 2**level)
        skips.append(tensor)
        tensor = layers.MaxPooling2D()(tensor)
    tensor = two_convolutions(tensor, FILTERS * 2**LEVELS)
    for level in reversed(range(LEVELS)):
        tensor = layers.Conv2DTranspose(FILTERS * 2**level, 2, strides=2)(tensor)
        tensor = two_convolutions(layers.Concatenate()([skips[level], tensor]), FILTERS * 2**level)
    return keras.Model(picture, layers.Conv2D(1, 1, activation="sigmoid")(tensor))


def build_classifier():
    """float32 (n, 224, 224, 3) -> float32 (n, 7)."""
    import keras

    return keras.applications.MobileNetV2(
        (CLASSIFIER_SIZE, CLASSIFIER_SIZE, 3), weights=None, classes=CLASSES, classifier_activation="softmax"
    )


class Baseline:
    """Two Keras networks and what is usually written around them."""

    def __init__(self):
        self.unet, self.classifier = build_unet(), build_classifier()

    def analyse(self, data: bytes) -> dict:
        """JPEG bytes in; probabilities, area and mask at the picture's size out."""
        picture = Image.open(io.BytesIO(data)).convert("RGB")
        mask = self.unet.predict(_input(picture, UNET_SIZE) / 255, verbose=0)[0, ..., 0] > 0.5
        probabilities = self.classifier.predict(_input(picture, CLASSIFIER_SIZE) / 127.5 - 1, verbose=0)[0]
        at_size = np.asarray(Image.fromarray(mask).resize(picture.size, Image.Resampling.NEAREST))
        return {"probabilities": probabilities.tolist(), "area_px": int(at_size.sum()), "mask": at_size}


def _input(picture: Image.Image, size: int) -> np.ndarray:
    return np.asarray(picture.resize((size, size), Image.Resampling.BILINEAR), np.float32)[None]
