"""A network with its weights, ready to answer. TensorFlow and Keras are not loaded for that."""

from collections.abc import Callable

import numpy as np

from ml.errors import WeightsMissing
from ml.judged import read_judged
from ml.manifest import ModelEntry, verify

Network = Callable[[np.ndarray], dict[str, np.ndarray]]

_SEGMENTER, _CLASSIFIER = ("logits", "features"), ("evidence",)

# The architectures that `ml.networks.reference` can build, and what each answers, by name.
OUTPUTS: dict[str, tuple[str, ...]] = {
    "unet_mobilenetv3small": _SEGMENTER,
    "classifier_mobilenetv2": _CLASSIFIER,
    "classifier_mobilenetv3small": _CLASSIFIER,
}


def ready_network(entry: ModelEntry, threads: int = 1) -> Network:
    """Verifies the weights and the converted network, and loads the latter.

    Args:
        entry: a segmenter or classifier of the manifest.
        threads: processor threads. One, because a worker per core does more pictures in a second than two threads
            for one picture, see docs/benchmarks.md.

    Returns:
        float32 (n, size, size, 3) in -1..1 -> for a segmenter logits, float32 (n, size, size, 1), and features,
        float32 (n, channels); for a classifier evidence, float32 (n, h, w, 7). Not for two threads at the same time.

    Raises:
        WeightsMissing: a file is not there, the network was not converted, or its architecture is unknown.
        WeightsTampered: a file is another, or does not fit the architecture.
    """
    if entry.architecture not in OUTPUTS:
        raise WeightsMissing(
            f"{entry.version} needs the architecture {entry.architecture!r}, which this version lacks."
        )
    verify(entry)
    from ml.networks.litert import load_litert

    content = read_judged(entry, runtime=True)
    return load_litert(content, entry.runtime_path, entry.input_size, OUTPUTS[entry.architecture], threads)
