"""A network with its weights, ready to answer."""

import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ml.errors import WeightsMissing, WeightsTampered
from ml.manifest import ModelEntry, verify
from ml.runtime import start_tensorflow

Network = Callable[[np.ndarray], np.ndarray]


def ready_network(entry: ModelEntry) -> Network:
    """Verifies the weights, builds the network in code and fills it.

    Nothing is deserialised but arrays of numbers: the file cannot bring code with it.

    Args:
        entry: from the manifest.

    Returns:
        float32 (n, size, size, 3) in -1..1 -> float32, what the network's module says.

    Raises:
        WeightsMissing: the file is not there, or the architecture is unknown.
        WeightsTampered: the file is another, or does not fit the architecture.
    """
    verify(entry)
    start_tensorflow()
    import tensorflow as tf

    model = _build(entry)
    try:
        with warnings.catch_warnings():
            # Keras only warns where a layer finds nothing in the file and keeps its random weights.
            warnings.simplefilter("error", UserWarning)
            model.load_weights(entry.path)
    except (ValueError, OSError, UserWarning) as error:
        raise WeightsTampered(f"{entry.path} does not fit {entry.architecture}: {error}") from error
    shape = (None, entry.input_size, entry.input_size, 3)
    answer = tf.function(lambda pictures: model(pictures, training=False), input_signature=[tf.TensorSpec(shape)])
    # The first call builds the graph, which takes seconds; no picture should have to wait for that.
    answer(tf.zeros((1, *shape[1:])))
    return lambda pictures: answer(tf.constant(pictures)).numpy()


def _build(entry: ModelEntry):
    size: int = entry.input_size
    none: Path | None = None
    if entry.architecture == "unet_mobilenetv3small":
        from ml.networks.unet import build_unet

        return build_unet(size, none)
    if entry.architecture == "classifier_mobilenetv3small":
        from ml.networks.classifier import build_classifier

        return build_classifier(size, none)
    raise WeightsMissing(f"{entry.version} needs the architecture {entry.architecture!r}, which this version lacks.")
