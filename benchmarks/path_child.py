"""One worker, ours or the baseline's, for `benchmarks.whole_path`."""

import argparse
import sys
import zipfile
from pathlib import Path
from time import process_time

import numpy as np

from benchmarks.child import answer_questions, timed
from ml.files import in_chunks


class Ours:
    """The pipeline, with a clock on its networks."""

    def __init__(self, weights: Path | None, gates: bool):
        from ml.pipeline import Pipeline

        self.gates = gates
        self.pipeline = Pipeline.load(weights_dir=weights)
        self.passes: dict[str, list[float]] = {}
        self.stages: dict[str, float] = {}
        for kind, network in self.pipeline.networks.items():
            self.pipeline.networks[kind] = self._with_clock(kind, network)

    def analyse(self, datas: list[bytes]) -> None:
        """Drawn pictures may look strange to the gates; the work is measured in any case, unless they are asked."""
        for outcome in self.pipeline.analyse_many(datas, anyway=[not self.gates] * len(datas)):
            if isinstance(outcome, Exception) and self.gates:
                continue
            if isinstance(outcome, Exception):
                raise SystemExit(f"A picture was refused ({outcome}), so its work was not done.")
            for stage, seconds in outcome.seconds.items():
                self.stages[stage] = self.stages.get(stage, 0.0) + seconds

    def facts(self) -> dict:
        """Since the last call: pictures and processor seconds of each network, seconds of each stage."""
        told = {"passes": self.passes, "stages": self.stages}
        self.passes, self.stages = {}, {}
        return told

    def _with_clock(self, kind: str, network):
        def answer(pictures: np.ndarray):
            started = process_time()
            found = network(pictures)
            spent = self.passes.setdefault(kind, [0, 0.0])
            spent[0] += len(pictures)
            spent[1] += process_time() - started
            return found

        return answer


class Theirs:
    """The baseline, one picture at a time."""

    def __init__(self, _: Path | None, gates: bool):
        import keras

        from benchmarks.baseline import Baseline
        from benchmarks.operations import operations

        keras.utils.set_random_seed(1)
        self.baseline = Baseline()
        self.operations = {
            "U-Net": operations(self.baseline.unet),
            "MobileNetV2": operations(self.baseline.classifier),
        }

    def analyse(self, datas: list[bytes]) -> None:
        """As a typical project does it."""
        for data in datas:
            self.baseline.analyse(data)

    def facts(self) -> dict:
        """Operations of one pass through each network."""
        return {"operations": self.operations}


def main(arguments: list[str] | None = None) -> int:
    """Analyse one picture, then what each line asks for: archive, first member, end, step."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.path_child", description="One worker.")
    parser.add_argument("who", choices=("ours", "baseline"))
    parser.add_argument("archive", type=Path, help="a zip file; its first member is analysed at once")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--gates", action="store_true", help="pictures that the gates refuse are refused")
    args = parser.parse_args(arguments)
    worker = (Ours if args.who == "ours" else Theirs)(args.weights, args.gates)
    worker.analyse(members(args.archive, slice(1)))
    worker.facts()

    def answer(question: dict) -> dict:
        part = slice(question["start"], question["stop"], question["step"])
        chunks = in_chunks(members(Path(question["archive"]), part), question["together"])
        return timed(lambda: [worker.analyse(chunk) for chunk in chunks]) | worker.facts()

    answer_questions(worker.facts(), sys.stdin, answer)
    return 0


def members(archive: Path, part: slice) -> list[bytes]:
    """Files of the archive."""
    with zipfile.ZipFile(archive) as opened:
        return [opened.read(name) for name in opened.namelist()[part]]


if __name__ == "__main__":
    sys.exit(main())
