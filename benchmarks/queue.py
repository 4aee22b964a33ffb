"""What the queue costs in a large table: python -m benchmarks.queue. Rows a second through claim, record, reconcile.

The table is filled with 10^5 and then with 10^6 finished rows, so that what grows with it shows. Nothing is analysed
and no broker is asked: what is measured is the database's part of a picture's way, by one process. On SQLite in a
folder that is thrown away, or with `--server postgres://postgres@127.0.0.1:5432` in a database that is dropped
afterwards.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from time import perf_counter

from benchmarks.pages import database, spent, start_site

ROWS = (100_000, 1_000_000)


def rate(act: Callable[[int], object], ids: Iterable[int]) -> tuple[float, float]:
    """Rows a second, and milliseconds of the processor for one."""
    ids = list(ids)
    clock, processor = spent()
    for number in ids:
        act(number)
    now, used = spent()
    return len(ids) / (now - clock), 1000 * (used - processor) / len(ids)


def finish(analysis) -> None:
    """The shortest end there is: one transaction of the fenced UPDATE and its audit event."""
    from analysis.record import record_rejected

    if not record_rejected(analysis=analysis, code="too_blurred", message="Blurred."):
        raise SystemExit("A row was not ours, so its work was not done.")


def measure(ids: list[int], again: int) -> dict[str, tuple[float, float]]:
    """What each step costs; the last `again` of the waiting rows are sent, the others claimed and finished."""
    from analysis import reconcile as reconciler
    from analysis.claim import claim
    from analysis.models import Analysis

    reconciler.send, reconciler.queue_length = lambda *ids, queue: None, lambda queue: again
    clock, processor = spent()
    sent = 0
    while counts := reconciler.reconcile().published:
        sent += counts
    now, used = spent()
    figures = {"reconcile: send what waits": (sent / (now - clock), 1000 * (used - processor) / sent)}
    figures["reconcile: nothing to do"] = rate(lambda _: reconciler.reconcile(), range(10))
    claimed = []
    work = ids[: len(ids) - again]
    figures["claim"] = rate(lambda number: claimed.append(claim(number)), work)
    ours = {row.pk: row for row in claimed}
    figures["record (refused)"] = rate(lambda number: finish(ours[number]), work)
    newest = Analysis.objects.order_by("-queued_at", "-pk")
    image = Analysis.objects.values_list("image", flat=True).get(pk=work[0])
    figures["newest of a picture"] = rate(lambda _: newest.filter(image=image).first(), range(200))
    return figures


def main(arguments: list[str] | None = None) -> int:
    """Print a table a size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.queue", description="Measures the queue's tables.")
    parser.add_argument("--server", default="", help="PostgreSQL server to make a database on; SQLite without")
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS, help="finished rows in the table, ascending")
    parser.add_argument("--queued", type=int, default=2000, help="waiting rows")
    args = parser.parse_args(arguments)
    for finished in args.rows:
        with tempfile.TemporaryDirectory() as folder, database(args.server) as address:
            child = os.fork()  # Django is set up once a process, and each size has a database of its own
            if not child:
                os._exit(_size(folder, address, finished, args.queued))
            if os.waitpid(child, 0)[1]:
                return 1
    return 0


def _size(folder: str, address: str, finished: int, queued: int) -> int:
    start_site(folder, address)
    from django.db import connection

    from benchmarks.queue_rows import fill

    started = perf_counter()
    filled = fill(finished=finished, queued=queued)
    print(f"\n{connection.vendor}, {finished:,} finished rows: filled in {perf_counter() - started:.0f} s")
    print(f"{'':<28} {'a second':>9} {'ms of processor':>16}")
    for name, (per_second, processor) in measure(filled.queued, queued // 2).items():
        print(f"{name:<28} {per_second:>9.0f} {processor:>16.2f}", flush=True)
    connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
