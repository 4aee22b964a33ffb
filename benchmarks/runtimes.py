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
from time import perf_counter

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


def usable(wanted: list[str], weights: Path, folder: Path) -> list[str]:
    """The wanted runtimes that can be measured here; says of each other one why not."""
    found = []
    for runtime in wanted:
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


def workers_or_threads(kind: str, args: argparse.Namespace, folder: Path) -> dict[str, float]:
    """Pictures a second of two workers with a thread each, and of one worker with two threads."""
    with contextlib.ExitStack() as stack:

        def start(threads: int) -> Child:
            child = Child("benchmarks.runtime_child", "LiteRT", kind, str(args.weights), str(folder), str(threads))
            stack.callback(child.end)
            return child

        plans = {"two workers x 1 thread": [start(1), start(1)], "one worker x 2 threads": [start(2)]}
        rates = dict.fromkeys(plans, 0.0)
        for _ in range(args.rounds):
            for plan, children in plans.items():
                started = perf_counter()
                for child in children:
                    child.tell(4 * args.pictures)
                for child in children:
                    child.hear()
                rate = 4 * args.pictures * len(children) / (perf_counter() - started)
                rates[plan] = max(rates[plan], rate)
        return rates


def print_table(figures: dict[str, dict[str, float]]) -> None:
    """One line for each runtime; ratios are to the first."""
    columns = ("clock ms", "processor ms", "x clock", "x processor", "memory MB", "start s")
    print(f"{'runtime':<14}" + "".join(f"{column:>14}" for column in columns))
    first = next(iter(figures.values()))
    for runtime, found in figures.items():
        faster = [first[what] / found[what] for what in ("clock", "processor")]
        shown = [f"{found['clock']:.2f}", f"{found['processor']:.2f}", *(f"{ratio:.1f}" for ratio in faster)]
        shown += [f"{found['memory']:.0f}", f"{found['start']:.2f}"]
        print(f"{runtime:<14}" + "".join(f"{value:>14}" for value in shown))


def main(arguments: list[str] | None = None) -> int:
    """Print a table for each network."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.runtimes", description="Compares inference runtimes.")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER, help="folder with manifest.json")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=6, help="the best of them counts")
    parser.add_argument("--pictures", type=int, default=10, help="in each round, one at a time")
    parser.add_argument("--only", nargs="+", choices=RUNTIMES, default=list(RUNTIMES), help="ratios are to the first")
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        runtimes = usable(args.only, args.weights, Path(folder))
        for kind in NETWORKS:
            figures = measure(kind, runtimes, args, Path(folder))
            print(f"\n{kind}, {args.threads} thread(s); ms for one picture, best of {args.rounds} rounds")
            print_table(figures)
            for plan, rate in workers_or_threads(kind, args, Path(folder)).items():
                print(f"LiteRT, {plan}: {rate:.0f} pictures/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
