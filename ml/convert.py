"""Converts the trained networks for inference: python -m ml.convert [--weights DIR] [--only VERSION]

Each network of the manifest is built in Keras, filled, frozen and written as a .tflite file in float32 beside its
weights; the manifest gets the file's name and hash. The same weights give the same file.
"""

import argparse
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from ml.errors import WeightsMissing, WeightsTampered
from ml.manifest import NETWORKS, WEIGHTS_FOLDER, ModelEntry, read_manifest, write_runtime


def convert_entry(entry: ModelEntry) -> ModelEntry:
    """Converts one network and writes its manifest entry.

    Args:
        entry: a segmenter or classifier of the manifest.

    Returns:
        The entry as written.

    Raises:
        WeightsMissing: the weights are not there, or no code builds the architecture any more.
        WeightsTampered: the weights are others, or do not fit the architecture.
    """
    # Only the trained weights matter here: a converted file that is missing or out of date is what we replace.
    trained = replace(entry, runtime_file="", runtime_sha256="")
    # TensorFlow numbers what it builds, through the life of a process, and the numbers end up in the file.
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as fresh_process:
        content = fresh_process.submit(_converted, trained).result()
    runtime_file = f"{entry.version}.tflite"
    (entry.folder / runtime_file).write_bytes(content)
    return write_runtime(entry, runtime_file)


def _converted(entry: ModelEntry) -> bytes:
    from ml.networks.reference import load_network

    return to_litert(load_network(entry), entry.input_size)


def to_litert(network, size: int) -> bytes:
    """A Keras network as a LiteRT file.

    Args:
        network: float32 (n, size, size, 3) -> dict of name -> tensor.
        size: side of the input in pixels.

    Returns:
        A file with one signature: `pictures`, float32 (1, size, size, 3), to the network's names. One picture at a
        time, because several together are not faster and a fixed size lets XNNPACK plan once.
    """
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    picture = tf.TensorSpec((1, size, size, 3), tf.float32, name="pictures")
    answer = tf.function(lambda pictures: network(pictures, training=False), input_signature=[picture])
    # Keras' variables have to become constants first: the converter would keep them as variables, beside the graph and
    # out of XNNPACK's reach.
    frozen = convert_variables_to_constants_v2(answer.get_concrete_function())
    names = sorted(network.output)
    module = tf.Module()
    module.answer = tf.function(
        lambda pictures: dict(zip(names, frozen(pictures), strict=True)), input_signature=[picture]
    )
    with tempfile.TemporaryDirectory() as folder:
        tf.saved_model.save(module, folder, signatures={"serving_default": module.answer})
        return tf.lite.TFLiteConverter.from_saved_model(folder).convert()


def main(arguments: list[str] | None = None) -> int:
    """Convert. Exit code 0; 2 when a network could not be converted (the others are)."""
    parser = argparse.ArgumentParser(prog="python -m ml.convert", description="Converts the networks for inference.")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER, help="folder with manifest.json")
    parser.add_argument("--only", metavar="VERSION", help="convert no other version")
    args = parser.parse_args(arguments)
    failed = 0
    try:
        entries = [entry for entry in read_manifest(args.weights).entries if entry.kind in NETWORKS]
    except WeightsMissing as error:
        print(error, file=sys.stderr)
        return 2
    wanted = [entry for entry in entries if args.only in (None, entry.version)]
    if not wanted:
        print(f"{args.weights / 'manifest.json'} knows no network {args.only!r}.", file=sys.stderr)
        return 2
    for entry in wanted:
        try:
            print(f"{entry.version}: {convert_entry(entry).runtime_sha256}")
        except (WeightsMissing, WeightsTampered) as error:
            print(f"{entry.version} cannot be converted: {error}", file=sys.stderr)
            failed += 1
    return 2 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
