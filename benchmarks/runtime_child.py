"""One runtime with one network in a process of its own, for `benchmarks.runtimes`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.child import answer_questions, timed
from ml.manifest import ModelEntry, read_manifest


def run_keras(entry: ModelEntry, threads: int, _: Path) -> Callable:
    """What most projects call."""
    from ml.networks.reference import load_network
    from ml.runtime import start_tensorflow

    start_tensorflow(threads)
    network = load_network(entry)
    return lambda picture: network.predict(picture, verbose=0)


def run_function(entry: ModelEntry, threads: int, _: Path) -> Callable:
    """TensorFlow's graph of the same network."""
    from ml.networks.reference import keras_network
    from ml.runtime import start_tensorflow

    start_tensorflow(threads)
    return keras_network(entry)


def run_litert(entry: ModelEntry, threads: int, _: Path) -> Callable:
    """What the pipeline uses."""
    from ml.networks.ready import ready_network

    return ready_network(entry, threads)


def run_onnx(entry: ModelEntry, threads: int, folder: Path) -> Callable:
    """ONNX Runtime on the network as tf2onnx converts it."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    file = str(folder / f"{entry.version}.onnx")
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    (name,) = (put.name for put in session.get_inputs())
    return lambda picture: session.run(None, {name: picture})


def run_openvino(entry: ModelEntry, threads: int, _: Path) -> Callable:
    """OpenVINO on the converted file of LiteRT, which it reads itself."""
    import openvino

    settings = {
        "INFERENCE_NUM_THREADS": threads,
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_PRECISION_HINT": "f32",  # it would take bfloat16 where the processor has it
    }
    request = openvino.Core().compile_model(entry.runtime_path, "CPU", settings).create_infer_request()
    return lambda picture: [value.copy() for value in request.infer([picture]).values()]


RUNTIMES = {
    "keras predict": run_keras,
    "tf.function": run_function,
    "LiteRT": run_litert,
    "ONNX Runtime": run_onnx,
    "OpenVINO": run_openvino,
}


def main(arguments: list[str] | None = None) -> int:
    """Load, answer once, then answer as often as each line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.runtime_child", description="One runtime, one network.")
    parser.add_argument("runtime", choices=RUNTIMES)
    parser.add_argument("kind")
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path, help="where the .onnx files are")
    parser.add_argument("threads", type=int)
    args = parser.parse_args(arguments)
    entry = read_manifest(args.weights).default(args.kind)
    network = RUNTIMES[args.runtime](entry, args.threads, args.folder)
    shape = (1, entry.input_size, entry.input_size, 3)
    picture = np.random.default_rng(1).uniform(-1, 1, shape).astype(np.float32)
    network(picture)
    answer_questions({}, sys.stdin, lambda count: timed(lambda: [network(picture) for _ in range(count)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
