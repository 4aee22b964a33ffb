"""The losses of the two networks."""

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


def balanced_softmax(chances):
    """Cross-entropy that learns what each diagnosis looks like, not how often it is drawn.

    The logits are shifted by the logarithm of how often each diagnosis is drawn in training, so that the network itself
    does not have to learn it: its own logits are those of a world in which all diagnoses are equally frequent.

    Args:
        chances: float (classes,), how often each class is drawn; sums to 1.

    Returns:
        A loss of truth, float32 (n, classes), and logits of the same shape -> float32 (n,).

    Source: Ren et al. 2020 (arXiv:2007.10740); Menon et al. 2021, logit adjustment (arXiv:2007.07314).
    """
    shift = ops.log(ops.convert_to_tensor(chances, "float32"))

    def loss(truth, logits):
        return keras.losses.categorical_crossentropy(truth, logits + shift, from_logits=True)

    return loss
