"""How much arithmetic the networks are, and how much the machine can do: python -m benchmarks.operations WEIGHTS"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.child import ROOT
from ml.manifest import NETWORKS, read_manifest

# One matrix product of this side fits the caches of no processor but keeps every one busy.
SIDE = 2048
SGEMM = f"""
import numpy, time
a = numpy.random.default_rng(0).random(({SIDE}, {SIDE}), numpy.float32)
best = 1e9
for _ in range(12):
    start = time.perf_counter(); a @ a; best = min(best, time.perf_counter() - start)
print(2 * {SIDE} ** 3 / best / 1e9)
"""


def peak_gflops(threads: int) -> float:
    """The most that this machine was seen to do: a product of float32 matrices, in billion operations a second."""
    limited = {**os.environ, "OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    done = subprocess.run([sys.executable, "-c", SGEMM], capture_output=True, text=True, check=True, env=limited)
    return float(done.stdout)


def shipped_operations(weights: Path) -> dict[str, int]:
    """Operations of one pass through each default network, counted in a process of its own: that needs Keras."""
    command = [sys.executable, "-m", "benchmarks.operations", str(weights)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return json.loads(done.stdout)


def operations(network) -> int:
    """Multiplications and additions of one picture's way through a Keras network.

    Args:
        network: with one picture as input.

    Returns:
        Those of its convolutions and dense layers, which are all but a few per cent of the whole.
    """
    return sum(operations(layer) if hasattr(layer, "layers") else _of_layer(layer) for layer in network.layers)


def _of_layer(layer) -> int:
    kind = type(layer).__name__
    if kind not in ("Conv2D", "DepthwiseConv2D", "Conv2DTranspose", "Dense"):
        return 0
    weights = layer.kernel.shape
    per_place = 1
    for side in weights:
        per_place *= side
    if kind == "Dense":
        return 2 * per_place
    # A transposed convolution spends its kernel on each place of its input, the others on each of their output.
    _, height, width, _ = (layer.input if kind == "Conv2DTranspose" else layer.output).shape
    return 2 * per_place * height * width


def main(arguments: list[str] | None = None) -> int:
    """Print the operations of the default networks as JSON."""
    from ml.networks.reference import load_network

    parser = argparse.ArgumentParser(prog="python -m benchmarks.operations", description="Counts operations.")
    parser.add_argument("weights", type=Path, help="folder with manifest.json")
    manifest = read_manifest(parser.parse_args(arguments).weights)
    print(json.dumps({kind: operations(load_network(manifest.default(kind))) for kind in NETWORKS}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
