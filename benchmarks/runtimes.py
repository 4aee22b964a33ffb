"""Which runtime answers fastest for our networks: python -m benchmarks.runtimes [--threads N] [--weights DIR]

Each in a process of its own, all asked in turn, so that what else the machine does hits them alike.
"""

import argparse
import contextlib
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from benchmarks.child import ROOT, Child
from benchmarks.runtime_child import RUNTIMES
from ml.manifest import NETWORKS, WEIGHTS_FOLDER

# What each needs beyond requirements.txt.
NEEDS = {"ONNX Runtime": ("onnxruntime", "onnx", "tf2onnx"), "OpenVINO": ("openvino",)}
TO_ONNX = """
import sys
from pathlib import Path
from ml.manifest import read_manifest
from ml.networks.reference import load_network
for kind in ("segmenter", "classifier"):
    entry = read_manifest(Path(sys.argv[1])).default(kind)
    network = load_network(entry)
    network(__import__("numpy").zeros((1, entry.input_size, entry.input_size, 3), "float32"))
    network.export(Path(sys.argv[2]) / f"{entry.version}.onnx", format="onnx", verbose=False)
"""


def usable(weights: Path, folder: Path) -> list[str]:
    """The runtimes that can be measured here; says of each other one why not."""
    found = []
    for runtime in RUNTIMES:
        missing = [module for module in NEEDS.get(runtime, ()) if find_spec(module) is None]
        if missing:
            print(f"skipped {runtime}: not installed: {', '.join(missing)}")
        elif runtime == "ONNX Runtime" and not _export(weights, folder):
            print(f"skipped {runtime}: the networks could not be exported")
        else:
            found.append(runtime)
    return found


def _export(weights: Path, folder: Path) -> bool:
    command = [sys.executable, "-c", TO_ONNX, str(weights), str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False).returncode == 0


def measure(kind: str, runtimes: list[str], args: argparse.Namespace, folder: Path) -> dict[str, dict[str, float]]:
    """Milliseconds, memory in MB and seconds to the first answer of each runtime on one network."""
    with contextlib.ExitStack() as stack:
        children = {}
        for runtime in runtimes:
            arguments = (runtime, kind, str(args.weights), str(folder), str(args.threads))
            children[runtime] = Child("benchmarks.runtime_child", *arguments)
            stack.callback(children[runtime].end)
        times: dict[str, list[dict]] = {runtime: [] for runtime in runtimes}
        for _ in range(args.rounds):
            for runtime, child in children.items():
                times[runtime].append(child.ask(args.pictures))
        return {
            runtime: {
                "clock": 1000 * min(time["clock"] for time in times[runtime]) / args.pictures,
                "processor": 1000 * min(time["processor"] for time in times[runtime]) / args.pictures,
                "memory": child.memory,
                "start": child.start_seconds,
            }
            for runtime, child in children.items()
        }


def main(arguments: list[str] | None = None) -> int:
    """Print a table for each network."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.runtimes", description="Compares inference runtimes.")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER, help="folder with manifest.json")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=6, help="the best of them counts")
    parser.add_argument("--pictures", type=int, default=10, help="in each round, one at a time")
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        runtimes = usable(args.weights, Path(folder))
        for kind in NETWORKS:
            figures = measure(kind, runtimes, args, Path(folder))
            print(f"\n{kind}, {args.threads} thread(s); ms for one picture, best of {args.rounds} rounds")
            print(f"{'runtime':<14} {'clock ms':>9} {'processor ms':>13} {'x clock':>8} {'x processor':>12} {'memory MB':>10} {'start s':>8}")
            for runtime, found in figures.items():
                faster = {what: figures["keras predict"][what] / found[what] for what in ("clock", "processor")}
                print(
                    f"{runtime:<14} {found['clock']:>9.2f} {found['processor']:>13.2f} {faster['clock']:>8.1f} "
                    f"{faster['processor']:>12.1f} {found['memory']:>10.0f} {found['start']:>8.2f}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
