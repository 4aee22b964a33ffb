"""The segmenter's loss."""

import keras
from keras import ops


def overlap_loss(truth, logits):
    """Binary cross-entropy plus soft Dice: the first is right per pixel, the second per lesion, however small.

    Args:
        truth: float32 (n, height, width, 1), 0 or 1.
        logits: float32 of the same shape.

    Returns:
        float32 (n,).

    Source: soft Dice: Milletari et al. 2016, V-Net (arXiv:1606.04797).
    """
    per_pixel = keras.losses.binary_crossentropy(truth, logits, from_logits=True)
    chance = ops.sigmoid(logits)
    both = ops.sum(chance * truth, axis=(1, 2, 3))
    # The 1 keeps an empty mask from dividing by zero; against a lesion's thousands of pixels it vanishes.
    soft_dice = (2 * both + 1) / (ops.sum(chance, axis=(1, 2, 3)) + ops.sum(truth, axis=(1, 2, 3)) + 1)
    return ops.mean(per_pixel, axis=(1, 2)) + 1 - soft_dice
