"""The whole corpus: python -m tests.trust.corpus.every FOLDER writes it with a table of the verdicts."""

import csv
import sys
from pathlib import Path

from tests.trust.corpus.bombs import BOMBS
from tests.trust.corpus.broken import BROKEN
from tests.trust.corpus.cut import CUT
from tests.trust.corpus.disguises import DISGUISES
from tests.trust.corpus.notes import NOTES
from tests.trust.corpus.sample import Sample
from tests.trust.corpus.several import POLYGLOTS, SEVERAL
from tests.trust.corpus.whole import SHAPES

GROUPS: dict[str, list[Sample]] = {
    "cut": CUT,
    "bombs": BOMBS,
    "disguises": DISGUISES,
    "several": SEVERAL,
    "polyglots": POLYGLOTS,
    "shapes": SHAPES,
    "notes": NOTES,
    "broken": BROKEN,
}
EVERY: list[Sample] = [sample for samples in GROUPS.values() for sample in samples]


def write(folder: Path) -> None:
    """Every sample and its twin as files, and verdicts.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "verdicts.csv").open("w", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(["file", "group", "what it is", "verdict", "bytes"])
        number = 0
        for group, samples in GROUPS.items():
            for sample in samples:
                number += 1
                for name, make, verdict in (("bad", sample.make, sample.verdict), ("twin", sample.twin, "")):
                    data = make()
                    file = f"{number:03}-{name}.jpg"
                    (folder / file).write_bytes(data)
                    what = sample.name if name == "bad" else f"twin of: {sample.name}"
                    writer.writerow([file, group, what, verdict or "accepted", len(data)])


if __name__ == "__main__":
    write(Path(sys.argv[1]))
