"""The networks as Keras runs them: what was trained and judged, and what a converted network must agree with."""

import warnings

import numpy as np

from ml.errors import WeightsMissing, WeightsTampered
from ml.manifest import ModelEntry, verify
from ml.networks.ready import Network
from ml.runtime import start_tensorflow


def keras_network(entry: ModelEntry) -> Network:
    """The network run by Keras; the same contract as `ml.networks.ready.ready_network`."""
    network = load_network(entry)
    import tensorflow as tf

    answer = tf.function(lambda pictures: network(pictures, training=False), reduce_retracing=True)

    def ask(pictures: np.ndarray) -> dict[str, np.ndarray]:
        return {name: value.numpy() for name, value in answer(tf.constant(pictures)).items()}

    return ask


def load_network(entry: ModelEntry):
    """Verifies the weights, builds the network in code and fills it.

    Nothing is deserialised but arrays of numbers: the file cannot bring code with it.

    Args:
        entry: a segmenter or classifier of the manifest.

    Returns:
        A Keras model, float32 (n, size, size, 3) in -1..1 -> what `with_named_outputs` names.

    Raises:
        WeightsMissing: the file is not there, or the architecture is unknown.
        WeightsTampered: the file is another, or does not fit the architecture.
    """
    verify(entry)
    start_tensorflow()
    network = build_network(entry.architecture, entry.input_size)
    try:
        with warnings.catch_warnings():
            # Keras only warns where a layer finds nothing in the file and keeps its random weights.
            warnings.simplefilter("error", UserWarning)
            network.load_weights(entry.path)
    except (ValueError, OSError, UserWarning) as error:
        raise WeightsTampered(f"{entry.path} does not fit {entry.architecture}: {error}") from error
    return with_named_outputs(network)


def build_network(architecture: str, size: int):
    """The network as it was trained, with random weights.

    Args:
        architecture: a name of `ml.networks.ready.OUTPUTS`.
        size: side of the input in pixels; a multiple of 32.

    Raises:
        WeightsMissing: the architecture is unknown.
    """
    if architecture == "unet_mobilenetv3small":
        from ml.networks.unet import build_unet

        return build_unet(size)
    if architecture in ("classifier_mobilenetv2", "classifier_mobilenetv3small"):
        from ml.networks.classifier import build_classifier

        return build_classifier(size, backbone=architecture.removeprefix("classifier_"))
    raise WeightsMissing(f"No code builds the architecture {architecture!r}.")


def with_named_outputs(network):
    """The trained network with everything that the pipeline asks it for.

    Args:
        network: of `build_network`.

    Returns:
        float32 (n, size, size, 3) in -1..1 -> for a segmenter what `ml.networks.unet.with_features` says; for a
        classifier evidence, float32 (n, h, w, 7).
    """
    import keras

    from ml.networks.unet import with_features

    if network.name.startswith("unet"):
        return with_features(network)
    return keras.Model(network.input, {"evidence": network.output})
