"""An archive through the whole path, against the science alone: python -m benchmarks.archive_through

PostgreSQL, an own Redis, web server, reconciler, a clinicians' worker and two batch workers as processes of a site that
is thrown away. The science alone is two processes of `benchmarks.path_child`, asked before and after, so that what
else the machine does hits both. Pictures: SKINLESION_DATA/ham10000, refused where the gates refuse them, on both sides.
"""

import argparse
import contextlib
import os
import sys
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median
from time import monotonic, sleep
from typing import TYPE_CHECKING

import psycopg

from benchmarks.child import Child
from benchmarks.whole_path import whole_archive, write_archive

if TYPE_CHECKING:
    from tests.flows.live_site import LiveSite
    from tests.flows.processes import Process

UPLOADS = 12
FINISHED = "state IN ('done', 'rejected', 'failed')"
WARM = 0.2  # part of an archive after which a worker's memory should not grow any more
AS_SHIPPED = {"SKINLESION_LEASE_SECONDS": "60", "SKINLESION_HEARTBEAT_SECONDS": "20"}


class Archive:
    """A batch on a site that is being worked on."""

    def __init__(self, site: "LiveSite", folder: Path, count: int):
        self.site, self.count = site, count
        self.tables = psycopg.connect(site.environment["DATABASE_URL"], autocommit=True)
        self.batch = int(site.run(sys.executable, "-m", "benchmarks.archive_rows", folder, count))

    def finished(self) -> int:
        """How many rows have ended."""
        return self._ask(f"SELECT count(*) FROM analysis_analysis WHERE batch_id = %s AND {FINISHED}")[0]

    def wait(self, workers: "list[Process]") -> list[list[float]]:
        """Until all have ended; resident memory of each worker's child in MB, sampled as the pictures went through."""
        memory: list[list[float]] = []
        while (finished := self.finished()) < self.count:
            memory.append([finished, *(resident(child) for worker in workers for child in worker.children())])
            sleep(0.5)
        return memory

    def rate(self) -> float:
        """Pictures a second, from the first claim to the last result."""
        spent = "extract(epoch FROM max(finished_at) - min(started_at))"
        return self.count / float(self._ask(f"SELECT {spent} FROM analysis_analysis WHERE batch_id = %s")[0])

    def states(self) -> str:
        """What came out."""
        sql = "SELECT state, count(*) FROM analysis_analysis WHERE batch_id = %s GROUP BY state ORDER BY state"
        return ", ".join(f"{count} {state}" for state, count in self.tables.execute(sql, [self.batch]).fetchall())

    def _ask(self, sql: str) -> tuple:
        return self.tables.execute(sql, [self.batch]).fetchone()


def a_site(folder: Path) -> "AbstractContextManager[LiveSite]":
    """The one that the flow tests use; its chunks are as large as SKINLESION_BATCH_CHUNK says."""
    os.environ |= {"SKINLESION_VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "skinlesion.settings"}
    import django

    django.setup()
    from tests.flows import live_site

    live_site.QUICK |= AS_SHIPPED
    return live_site.servers_site(folder)


def resident(pid: int) -> float:
    """Resident memory of a process, MB."""
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1000


def upload_seconds(site: "LiveSite", file: Path, number: int) -> float:
    """From the upload's first byte to the result, as a client sees it."""
    own = site.folder / f"upload-{number}.jpg"
    own.write_bytes(file.read_bytes() + bytes(number + 1))  # each upload is a picture of its own
    started = monotonic()
    (analysis,) = [site.upload_file(own)["analysis"]["id"]]
    while site.tables.analyses([analysis])[analysis].state in ("queued", "running"):
        sleep(0.01)
    return monotonic() - started


def growth(memory: list[list[float]], count: int) -> list[str]:
    """Each worker's memory in the fifth of the pictures after the warm-up and in the last fifth.

    The median of all samples in each: a chunk's pictures come and go within a second.
    """
    whole = [sample for sample in memory if len(sample) == len(memory[-1])]
    early = [sample for sample in whole if WARM * count <= sample[0] < 2 * WARM * count]
    late = [sample for sample in whole if sample[0] >= (1 - WARM) * count]
    said = []
    for worker in range(1, len(memory[-1]) if early and late else 1):
        first, last = (median(sample[worker] for sample in part) for part in (early, late))
        peak = max(sample[worker] for sample in whole)
        said.append(f"{first:.0f} -> {last:.0f} MB ({last / first - 1:+.1%}), at most {peak:.0f}")
    return said


def main(arguments: list[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive_through", description=__doc__.split("\n")[0])
    parser.add_argument("--pictures", type=int, default=2000)
    parser.add_argument("--chunk", type=int, default=32, help="SKINLESION_BATCH_CHUNK")
    args = parser.parse_args(arguments)
    if not (data := os.environ.get("SKINLESION_DATA")):
        raise SystemExit("SKINLESION_DATA is not set: there is no archive of pictures.")
    folder = Path(data) / "ham10000" / "images"
    with tempfile.TemporaryDirectory() as place, contextlib.ExitStack() as stack:
        files = sorted(folder.iterdir())[: args.pictures]
        archive = write_archive(Path(place) / "archive.zip", [file.read_bytes() for file in files], args.pictures)
        alone = [Child("benchmarks.path_child", "ours", str(archive), "--gates") for _ in range(2)]
        for child in alone:
            stack.callback(child.end)
        AS_SHIPPED["SKINLESION_BATCH_CHUNK"] = str(args.chunk)
        site = stack.enter_context(a_site(Path(place)))
        site.start_worker()
        workers = [site.start_worker(queue="batch") for _ in range(2)]
        measure(site, workers, alone, archive, folder, args.pictures)
    return 0


def measure(
    site: "LiveSite", workers: "list[Process]", alone: list[Child], archive: Path, folder: Path, count: int
) -> None:
    """All runs, one after another on the same site; each line is printed as soon as it is known."""
    files = sorted(folder.iterdir())[-2 * UPLOADS - 1 :]
    Archive(site, folder, 64).wait(workers)  # everybody has loaded the networks
    upload_seconds(site, files[-1], 2 * UPLOADS)
    idle = [upload_seconds(site, files[number], number) for number in range(UPLOADS)]
    say(f"upload to result, idle, median and worst: {median(idle):.2f} and {max(idle):.2f} s")

    rates = [whole_archive(alone, archive, 0, count // 2)]
    whole = Archive(site, folder, count)
    memory = whole.wait(workers)
    rates.append(whole_archive(alone, archive, 0, count // 2))
    alone_rate = 2 / sum(1 / rate for rate in rates)
    say(f"the science alone, two processes, before and after: {rates[0]:.1f} and {rates[1]:.1f} pictures/s")
    say(f"archive of {count}, two workers: {whole.rate():.1f} pictures/s, {whole.rate() / alone_rate:.2f} of it")
    say(f"what came out: {whole.states()}; memory of the workers: {', '.join(growth(memory, count))}")

    beside = Archive(site, folder, count)
    busy = []
    while len(busy) < UPLOADS and beside.finished() < 0.9 * count:
        busy.append(upload_seconds(site, files[UPLOADS + len(busy)], UPLOADS + len(busy)))
        sleep(0.5)
    beside.wait(workers)
    ratio = median(busy) / median(idle)
    say(f"{len(busy)} uploads beside an archive: {median(busy):.2f} and {max(busy):.2f} s, {ratio:.1f} x idle")

    assert workers.pop().stop(seconds=30) == 0
    single = Archive(site, folder, count // 2)
    single.wait(workers)
    ratio = whole.rate() / single.rate()
    say(f"one worker: {single.rate():.1f} pictures/s; two are {ratio:.2f} times as fast")


def say(line: str) -> None:
    """At once, also into a file."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
