"""The whole path, JPEG bytes in and result out, ours against the baseline: python -m benchmarks.whole_path

Small pictures are 600 x 450, large ones 12 megapixels. Baseline: one process with TensorFlow's own number of threads.
Ours: one thread for each worker. Both are asked in turn, so that what else the machine does hits them alike.
"""

import argparse
import contextlib
import os
import sys
import tempfile
import zipfile
from pathlib import Path
from time import perf_counter

from benchmarks.child import Child
from benchmarks.operations import peak_gflops, shipped_operations
from benchmarks.pictures import large_jpegs, small_jpegs
from ml.manifest import WEIGHTS_FOLDER

ARCHIVE, ARCHIVE_LARGE, TOGETHER, WORKERS = 500, 80, 16, 2
DRAWN_SMALL, DRAWN_LARGE = 40, 4
# The archive in so many parts, and between them so many pictures of the baseline, which would need minutes for all.
PARTS, BASELINE_PART = 4, 8


def write_archive(path: Path, files: list[bytes], count: int) -> Path:
    """A zip of so many pictures, the files over and over."""
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number:04}.jpg", files[number % len(files)])
    return path


def one_at_a_time(children: dict[str, Child], archive: Path, counts: dict[str, int], rounds: int) -> dict[str, dict]:
    """Best milliseconds for one picture, and what ours says about its stages."""
    best: dict[str, dict] = {}
    for _ in range(rounds):
        for who, child in children.items():
            count = counts[who]
            found = child.ask({"archive": str(archive), "start": 0, "stop": count, "step": 1, "together": 1})
            found |= {what: 1000 * found[what] / count for what in ("clock", "processor")}
            found["count"] = count
            if who not in best or found["processor"] < best[who]["processor"]:
                best[who] = found | {"clock": min(found["clock"], best.get(who, found)["clock"])}
            best[who]["clock"] = min(best[who]["clock"], found["clock"])
    return best


def rates_of(baseline: Child, workers: list[Child], archive: Path, count: int, few: int) -> dict[str, float]:
    """Pictures a second of both over `count` pictures of ours, in parts, `few` of the baseline's between them."""
    rates: dict[str, list[float]] = {"baseline": [], "ours": []}
    part = max(count // PARTS, 1)
    for first in range(0, part * PARTS, part):
        rates["baseline"].append(whole_archive([baseline], archive, 0, min(few, part)))
        rates["ours"].append(whole_archive(workers, archive, first, first + part))
    return {who: len(found) / sum(1 / rate for rate in found) for who, found in rates.items()}


def whole_archive(workers: list[Child], archive: Path, first: int, stop: int) -> float:
    """Pictures a second with all workers at once."""
    started = perf_counter()
    for number, worker in enumerate(workers):
        part = {"start": first + number, "stop": stop, "step": len(workers)}
        worker.tell({"archive": str(archive), **part, "together": TOGETHER})
    for worker in workers:
        worker.hear()
    return (stop - first) / (perf_counter() - started)


def print_path(title: str, best: dict[str, dict]) -> None:
    """Milliseconds of both, and where ours spends them."""
    theirs, ours = best["baseline"], best["ours"]
    print(f"\n{title}, one at a time, ms   clock  processor")
    for who, found in best.items():
        print(f"  {who:<26} {found['clock']:>9.1f} {found['processor']:>10.1f}")
    ratios = [theirs[what] / ours[what] for what in ("clock", "processor")]
    print(f"  {'ratio':<26} {ratios[0]:>8.1f}x {ratios[1]:>9.1f}x")
    spent = {kind: 1000 * seconds / ours["count"] for kind, (_, seconds) in ours["passes"].items()}
    for stage, seconds in ours["stages"].items():
        print(f"    stage {stage:<14} {1000 * seconds / ours['count']:>15.1f}")
    for kind, milliseconds in spent.items():
        print(f"    of that, {kind:<17} {milliseconds:>9.1f}  (the network alone)")


def print_arithmetic(best: dict, weights: Path) -> None:
    """How much of what the machine can do the networks reach."""
    peaks = {threads: peak_gflops(threads) for threads in sorted({1, os.cpu_count() or 1})}
    shown = ", ".join(f"{threads} thread(s) {peak:.0f}" for threads, peak in peaks.items())
    print(f"\nPeak of this machine (sgemm), GFLOP/s: {shown}")
    counted = shipped_operations(weights)
    for kind, (passes, seconds) in best["ours"]["passes"].items():
        rate = counted[kind] * passes / seconds / 1e9
        each = passes / best["ours"]["count"]
        print(
            f"  {kind}: {counted[kind] / 1e9:.2f} GFLOP x {each:.0f}, {rate:.0f} GFLOP/s, {rate / peaks[1]:.0%} of one"
        )
    theirs = best["baseline"]["operations"]
    print("  baseline: " + ", ".join(f"{name} {count / 1e9:.2f} GFLOP" for name, count in theirs.items()))


def main(arguments: list[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.whole_path", description="Ours against the baseline.")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER, help="folder with manifest.json")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--archive", type=int, default=ARCHIVE, help="pictures in the batch archive")
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        small = write_archive(Path(folder) / "small.zip", small_jpegs(min(DRAWN_SMALL, args.archive)), args.archive)
        many_large = max(min(ARCHIVE_LARGE, args.archive), 2 * DRAWN_LARGE)
        large = write_archive(Path(folder) / "large.zip", large_jpegs(DRAWN_LARGE), many_large)

        def start(who: str) -> Child:
            child = Child("benchmarks.path_child", who, str(small), "--weights", str(args.weights))
            stack.callback(child.end)
            return child

        baseline, workers = start("baseline"), [start("ours") for _ in range(WORKERS)]
        pair = {"baseline": baseline, "ours": workers[0]}
        many = min(24, args.archive)
        best = one_at_a_time(pair, small, {"baseline": max(many // 4, 1), "ours": many}, args.rounds)
        throughput = rates_of(baseline, workers, small, args.archive, BASELINE_PART)
        memory = {"baseline": baseline.memory, "ours": max(worker.memory for worker in workers)}
        best_large = one_at_a_time(pair, large, {"baseline": 2, "ours": 2 * DRAWN_LARGE}, args.rounds)
        throughput_large = rates_of(baseline, workers, large, many_large, BASELINE_PART // 2)
        memory_large = {"baseline": baseline.memory, "ours": max(worker.memory for worker in workers)}

        print_path("600 x 450", best)
        print_path("12 megapixels", best_large)
        start_seconds = {"baseline": baseline.start_seconds, "ours": min(worker.start_seconds for worker in workers)}
        print(f"\n{'':<44} {'baseline':>9} {'ours':>9} {'ratio':>7}")
        for count, size, rates in ((args.archive, "", throughput), (many_large, " of 12 MP", throughput_large)):
            title = f"archive of {count}{size}, {WORKERS} workers, pictures/s"
            print_ratio(title, rates["baseline"], rates["ours"], more_is_better=True)
        print_ratio("peak memory of a worker, 600 x 450, MB", memory["baseline"], memory["ours"])
        print_ratio("peak memory of a worker, 12 megapixels, MB", memory_large["baseline"], memory_large["ours"])
        print_ratio("start of a worker to its first result, s", start_seconds["baseline"], start_seconds["ours"])
        print_arithmetic(best, args.weights)
    return 0


def print_ratio(title: str, baseline: float, ours: float, more_is_better: bool = False) -> None:
    """One line: how many times better ours is."""
    ratio = ours / baseline if more_is_better else baseline / ours if ours else 0.0
    print(f"{title:<44} {baseline:>9.1f} {ours:>9.1f} {ratio:>6.1f}x")


if __name__ == "__main__":
    sys.exit(main())
