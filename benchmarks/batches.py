"""What a batch over a whole archive costs, and whether a killed one goes on: python -m benchmarks.batches

100,000 pictures with a result each, on SQLite in a folder that is thrown away, or with `--server
postgres://postgres@127.0.0.1:5432` in a PostgreSQL database that is dropped afterwards. The process that asks for the
pictures is killed (SIGKILL) again and again; at the end every picture must have been asked for exactly once.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from time import perf_counter

from benchmarks.pages import database, start_site

NO_LIMIT = 10**9


def archive(pictures: int):
    """So many pictures of one clinic, ten to a case, each refused once by an older classifier; who runs the site."""
    from django.utils import timezone

    from accounts.models import Clinic, User
    from analysis.models import Analysis, ModelVersion
    from analysis.versions import register_versions
    from cases.body_sites import SITES
    from cases.models import Case, Lesion, LesionImage, Patient

    register_versions()
    old = ModelVersion.objects.create(kind="classifier", version="classifier-0", sha256="0" * 64)
    segmenter = ModelVersion.objects.get(kind="segmenter")
    clinic = Clinic.objects.create(name="Benchmark")
    operator = User.objects.create_superuser("operator@site.example", full_name="Ola")
    patient = Patient.objects.create(clinic=clinic, record_number="1", name="Maria")
    files = {"original": "o.jpg", "rendition": "r.jpg", "thumbnail": "t.jpg"}
    for begin in range(0, pictures, 5000):
        numbers = range(begin, min(begin + 5000, pictures))
        lesions = Lesion.objects.bulk_create(
            Lesion(patient=patient, body_site=SITES[number % len(SITES)].code) for number in numbers[::10]
        )
        cases = Case.objects.bulk_create(Case(lesion=lesion, opened_by=operator) for lesion in lesions)
        images = LesionImage.objects.bulk_create(
            LesionImage(
                case=cases[(number - begin) // 10],
                sha256=f"{number:064}",
                original_bytes=1,
                width=1,
                height=1,
                received_by=operator,
                **files,
            )
            for number in numbers
        )
        now = timezone.now()
        refused = {"state": "rejected", "reason_code": "too_dark", "reason": "Too dark.", "finished_at": now}
        Analysis.objects.bulk_create(
            Analysis(image=image, segmenter=segmenter, classifier=old, due_at=now, **refused) for image in images
        )
    return operator


def fill(batch: int) -> None:
    """Ask for all its pictures, without waiting for workers; what is killed again and again."""
    from analysis.batches.fill_batch import fill_batch

    while fill_batch(batch, most_queued=NO_LIMIT):
        pass


def fill_and_kill(batch: int, kills: int) -> float:
    """Seconds until it is filled, with a SIGKILL at random moments; the time that starting a process takes is left out
    by letting it work for a while before each."""
    from analysis.models import Analysis

    child = [sys.executable, "-m", "benchmarks.batches", "--fill", str(batch)]
    spent, moments = 0.0, random.Random(5)
    for kill in range(kills + 1):
        before = Analysis.objects.filter(batch=batch).count()
        process = subprocess.Popen(child)
        while process.poll() is None and Analysis.objects.filter(batch=batch).count() == before:
            time.sleep(0.01)
        started = perf_counter()
        if kill < kills:
            time.sleep(moments.uniform(0.1, 0.6))
            process.send_signal(signal.SIGKILL)
        process.wait()
        spent += perf_counter() - started
    return spent


def timed(name: str, work: Callable[[], object]) -> object:
    """Print how long it took; what it gave."""
    started = perf_counter()
    result = work()
    print(f"{name:48}{1000 * (perf_counter() - started):10.0f} ms", flush=True)
    return result


def measure(pictures: int, kills: int) -> int:
    """Print the table; 1 where a picture was lost or asked for twice."""
    from django.db import connection
    from django.utils import timezone

    from analysis.batches.cancel_batch import cancel_batch
    from analysis.batches.fill_batch import MOST_QUEUED
    from analysis.batches.look_after_batches import look_after_batches
    from analysis.batches.plan_batch import plan_batch
    from analysis.batches.progress import progress
    from analysis.batches.start_batch import start_batch
    from analysis.models import Analysis

    operator = archive(pictures)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    words = {"by": operator, "clinic": None, "selection": {}}
    print(f"{connection.vendor}, {pictures} pictures")
    timed("count the pictures of a body site", lambda: plan_batch(**words | {"selection": {"body_site": "sole"}}))
    batch = timed("count all and start", lambda: start_batch(**words))
    timed("the same words again, by somebody else", lambda: start_batch(**words))
    seconds = fill_and_kill(batch.pk, kills)
    rows = Analysis.objects.filter(batch=batch)
    asked, different = rows.count(), rows.values("image").distinct().count()
    print(f"asked for {asked} rows, killed {kills} times: {pictures - different} lost, {asked - different} twice")
    print(f"{'ask for them, without what is measured below':48}{asked / seconds:10.0f} rows/s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    batch.refresh_from_db()
    timed("progress, all waiting", lambda: progress(batch))
    keep = rows.order_by("-pk").values_list("pk", flat=True)[MOST_QUEUED]
    refused = {"state": "rejected", "reason_code": "x", "reason": "X.", "finished_at": timezone.now()}
    rows.filter(pk__lte=keep).update(**refused)
    timed(f"progress, all ended but {MOST_QUEUED}", lambda: progress(batch))
    timed("a round of the reconciler over finished batches", look_after_batches)
    timed(f"cancel, {MOST_QUEUED} rows wait", lambda: cancel_batch(batch=batch, by=operator))
    return int(asked != pictures or different != pictures)


def main(arguments: list[str] | None = None) -> int:
    """Measure, or be the process that is killed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batches", description="Measures batches.")
    parser.add_argument("--server", default="", help="PostgreSQL server to make a database on; SQLite without")
    parser.add_argument("--pictures", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=10, help="how often the filling process is killed")
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    if args.fill:
        import django

        os.environ["DJANGO_SETTINGS_MODULE"] = "skinlesion.settings"
        django.setup()
        fill(args.fill)
        return 0
    with tempfile.TemporaryDirectory() as folder, database(args.server) as address:
        start_site(folder, address)
        from django.db import connection

        try:
            return measure(args.pictures, args.kills)
        finally:
            connection.close()


if __name__ == "__main__":
    sys.exit(main())
