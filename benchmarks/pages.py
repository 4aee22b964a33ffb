"""How long the server thinks about a page of a large clinic: python -m benchmarks.pages

10,000 patients, 15,000 cases, 30,000 pictures; each page asked for through Django's test client, so what is measured
is everything between the socket and the answer: session, queries, template. On SQLite in a folder that is thrown away,
or with `--server postgres://postgres@127.0.0.1:5432` in a PostgreSQL database that is dropped afterwards.
"""

import argparse
import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time

PROMISED_MS = 200


def start_site(folder: str, database_url: str) -> None:
    """Django on that database, migrated."""
    os.environ |= {"SKINLESION_VAR_DIR": folder, "DATABASE_URL": database_url, "SKINLESION_LOG_LEVEL": "WARNING"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "skinlesion.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def pages() -> dict[str, str]:
    """What is measured: name -> address. The records are the ones with most to show."""
    from django.db.models import Count

    from cases.models import Case, Lesion, Patient
    from cases.selectors import WORKLISTS

    fullest = {
        name: model.objects.annotate(total=Count(way)).order_by("-total").values_list("pk", flat=True)[0]
        for name, model, way in (
            ("patients", Patient, "lesions"),
            ("lesions", Lesion, "cases"),
            ("cases", Case, "images"),
        )
    }
    return {
        **{f"worklist, {code}": f"/?tab={code}" for code in WORKLISTS},
        "worklist, page 200 of all": "/?tab=all&page=200",
        "worklist, by name": "/?sort=name",
        "worklist, all by name": "/?tab=all&sort=name",
        "worklist, searched": "/?q=lindq",
        "worklist, filtered": "/?tab=all&site=upper_back&verdict=suspicious&mine=on",
        "queue state": "/worklist/queue/",
        "counts of the worklist": "/worklist/counts/",
        "patients": "/patients/",
        "patients, page 300": "/patients/?page=300",
        "patients, by record number": "/patients/?sort=number",
        "patients, searched": "/patients/?q=lindq",
        "patients, by one letter": "/patients/?q=m",
        "patients, number searched": "/patients/?q=R-004711",
        **{f"one of {name}": f"/{name}/{pk}/" for name, pk in fullest.items()},
        "performance, against histology": "/performance/",
        "performance, against reviews": "/performance/?against=reviews",
        "API: cases": "/api/cases/",
        "API: cases to review": "/api/cases/?worklist=to_review",
        "API: patients": "/api/patients/",
        "API: patients searched": "/api/patients/?search=lindq",
        "API: worklist": "/api/worklist/",
    }


def spent() -> tuple[float, float]:
    """Seconds of the clock, and of the processor: ours and those of our connection's server process."""
    from django.db import connection

    processor = process_time()
    pid = connection.connection.info.backend_pid if connection.vendor == "postgresql" else None
    schedule = Path(f"/proc/{pid}/schedstat")
    if pid and schedule.exists():  # the server is this machine, which is Linux
        processor += int(schedule.read_text().split()[0]) / 1e9
    return perf_counter(), processor


def measure(client, address: str, rounds: int) -> tuple[list[float], float, int]:
    """Milliseconds of each round, sorted; those of the processor of the middle one; and the number of queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    # the queue in words and the numbers are for htmx alone; to everything else the header changes nothing that costs
    headers = {"HX-Request": "true"} if address.startswith("/worklist/") else {}
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address, headers=headers)
    counted = len(queries)  # the next request empties the log
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")
    clocks, processors = [], []
    for _ in range(rounds):
        started, before = spent()
        client.get(address, headers=headers)
        now, used = spent()
        clocks.append(1000 * (now - started))
        processors.append(1000 * (used - before))
    return sorted(clocks), sorted(processors)[rounds // 2], counted


@contextmanager
def database(server: str) -> Iterator[str]:
    """The address of an empty database: of its own on the server, "" for SQLite."""
    if not server:
        yield ""
        return
    import psycopg

    name = f"skinlesion_pages_{os.getpid()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{server}/{name}"
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 when a page is slower than promised."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description="Measures the pages.")
    parser.add_argument("--server", default="", help="PostgreSQL server to make a database on; SQLite without")
    parser.add_argument("--patients", type=int, default=10_000)
    parser.add_argument("--cases", type=int, default=15_000)
    parser.add_argument("--pictures", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=40)
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, database(args.server) as address:
        start_site(folder, address)
        from django.db import connection
        from django.test import Client

        from benchmarks.pages_rows import fill

        started = perf_counter()
        ana = fill(patients=args.patients, cases=args.cases, pictures=args.pictures)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # the server does it by itself within a minute
        print(f"\n{connection.vendor}: filled in {perf_counter() - started:.0f} s")
        client = Client(SERVER_NAME="localhost")
        client.force_login(ana, backend="accounts.backends.ApprovedAccountBackend")
        client.get("/")
        gc.collect()
        gc.freeze()  # as skinlesion.wsgi does when all code is loaded
        print(f"{'ms':<34} {'p50':>7} {'p95':>7} {'processor':>10} {'queries':>8}")
        slow = []
        for name, page in pages().items():
            clocks, processor, queries = measure(client, page, args.rounds)
            p50, p95 = (clocks[min(int(len(clocks) * part), len(clocks) - 1)] for part in (0.5, 0.95))
            print(f"{name:<34} {p50:>7.1f} {p95:>7.1f} {processor:>10.1f} {queries:>8}")
            if p95 > PROMISED_MS:
                slow.append(name)
        connection.close()
    if slow:
        print(f"slower than {PROMISED_MS} ms: {', '.join(slow)}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
