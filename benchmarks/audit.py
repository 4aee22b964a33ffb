"""What the chain of the audit trail costs: python -m benchmarks.audit. Events a second, alone and with others beside.

Three ways to append: `plain` (rows without a chain, as before), `chains` (as the site does: any chain that is free) and
`one head` (one chain whose head every transaction waits for). Each transaction then goes on for `--hold` milliseconds,
as a worker's does that writes its results. On SQLite in a folder that is thrown away, or with
`--server postgres://postgres@127.0.0.1:5432` in a database that is dropped afterwards.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time

from benchmarks.pages import database, start_site

WAYS = ("plain", "chains", "one head")
SIZES = (1, 16)
PLAIN = 1_000_000_000


def append(way: str, events: list) -> None:
    """Store the events in one of the three ways."""
    from django.db.models import QuerySet

    from accounts.models import AuditChain, AuditEvent

    if way == "plain":
        for number, event in enumerate(events):
            event.chain, event.number, event.hash = PLAIN + os.getpid(), time.monotonic_ns() + number, "0" * 64
        QuerySet(AuditEvent).bulk_create(events)
    else:
        AuditChain.free = classmethod(_waited_for) if way == "one head" else FREE
        AuditEvent.objects.bulk_create(events)


def _waited_for(chains):
    return chains.objects.select_for_update().order_by("pk").first() or chains.objects.create()


FREE = None


def write(way: str, size: int, hold: float, seconds: float, ready, done) -> None:
    """One process: transactions of `size` events until the time is up, from when all are ready."""
    global FREE
    import django

    django.setup()
    from django.db import transaction

    from accounts.models import AuditChain, AuditEvent

    FREE = AuditChain.__dict__["free"]
    count = 0
    ready.wait()
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        with transaction.atomic():
            detail = {"state": "done", "code": "", "segmenter": "1.0.0", "classifier": "2.1.0"}
            append(way, [AuditEvent.of(act="analysis.finished", by=None, detail=detail) for _ in range(size)])
            time.sleep(hold)
        count += size
    done.put(count)


def rate(way: str, size: int, writers: int, hold: float, seconds: float) -> float:
    """Events a second of so many processes together."""
    spawn = multiprocessing.get_context("spawn")
    ready, done = spawn.Barrier(writers), spawn.Queue()
    arguments = (way, size, hold, seconds, ready, done)
    processes = [spawn.Process(target=write, args=arguments) for _ in range(writers)]
    for process in processes:
        process.start()
    counted = sum(done.get() for _ in processes)
    for process in processes:
        process.join()
    return counted / seconds


def main() -> int:
    """Print the table, then how fast the trail is verified."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit", description=__doc__.splitlines()[0])
    parser.add_argument("--server", default="", help="a PostgreSQL server instead of SQLite")
    parser.add_argument("--seconds", type=float, default=6, help="how long each row of the table is measured")
    parser.add_argument("--writers", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--hold", type=float, default=10, help="milliseconds a transaction goes on after its events")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, database(asked.server) as address:
        start_site(folder, address)
        print("| events in a transaction | writers |" + "".join(f" {way} |" for way in WAYS))
        for size in SIZES:
            for writers in asked.writers:
                rates = [rate(way, size, writers, asked.hold / 1000, asked.seconds) for way in WAYS]
                print(f"| {size} | {writers} |" + "".join(f" {found:,.0f}/s |" for found in rates), flush=True)
        return _verify()


def _verify() -> int:
    from django.db import connection

    from accounts.audit.append_only import lift
    from accounts.audit.verify import verify

    lift(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_auditevent WHERE chain >= %s", [PLAIN])
    began = time.perf_counter()
    seen = verify()
    took = time.perf_counter() - began
    print(f"verify: {seen.events:,} events in {len(seen.heads)} chains, {len(seen.findings)} findings, {took:.1f} s")
    return 1 if seen.findings else 0


if __name__ == "__main__":
    sys.exit(main())
