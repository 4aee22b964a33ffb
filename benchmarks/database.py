"""What the record costs: python -m benchmarks.database. Claiming, reading the original, storing the result.

One row at a time and in chunks, on SQLite in a folder that is thrown away; the site's own database is left alone. With
`--server postgres://postgres@127.0.0.1:5432` in a PostgreSQL database that is dropped afterwards.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.pages import database, start_site
from benchmarks.pictures import small_jpegs
from ml.files import in_chunks
from ml.manifest import WEIGHTS_FOLDER
from ml.pipeline import Pipeline, Result

STEPS = ("claim", "original", "result")
SIZES = (4, 16, 64)


def queue(data: bytes, count: int) -> list[int]:
    """So many analyses, each of a picture of its own; returns their ids."""
    from datetime import date

    from django.core.files.base import ContentFile
    from django.utils import timezone

    from accounts.models import Clinic, User
    from analysis.models import Analysis, ModelVersion
    from cases.models import Case, Lesion, LesionImage, Patient

    now = timezone.now()
    clinic = Clinic.objects.create(name="Benchmark")
    ana = User.objects.create(email="ana@clinic.example", full_name="Ana", role="clinician", clinic=clinic)
    patient = Patient.objects.create(
        clinic=clinic, record_number="1", name="Maria", birth_date=date(1961, 5, 4), sex="female", skin_type="II"
    )
    lesion = Lesion.objects.create(patient=patient, body_site="upper_back", body_view="back", body_x=0.4, body_y=0.3)
    case = Case.objects.create(lesion=lesion, opened_by=ana, reason="Benchmark")
    versions = {
        kind: ModelVersion.objects.create(kind=kind, version=f"{kind}-0", sha256="0" * 64, active=True)
        for kind in ("segmenter", "classifier")
    }
    ids = []
    for number in range(count):
        files = {name: ContentFile(data, f"{number}-{name}.jpg") for name in ("original", "rendition", "thumbnail")}
        image = LesionImage.objects.create(
            case=case, sha256=f"{number:064}", original_bytes=len(data), width=600, height=450, received_by=ana, **files
        )
        ids.append(Analysis.objects.create(image=image, due_at=now, **versions).pk)
    return ids


def one_by_one(ids: list[int], result: Result) -> dict[str, float]:
    """Seconds of each step."""
    from analysis.claim import claim
    from analysis.record import record_done

    spent = dict.fromkeys(STEPS, 0.0)
    for number in ids:
        with clock(spent, "claim"):
            analysis = claim(number)
        with clock(spent, "original"), analysis.image.original.open("rb") as file:
            file.read()
        with clock(spent, "result"):
            if not record_done(analysis=analysis, result=result):
                raise SystemExit("A result was not stored, so its work was not done.")
    return spent


def in_chunks_of(size: int, ids: list[int], result: Result) -> dict[str, float]:
    """The same."""
    from analysis.claim import claim_many
    from analysis.ending import done
    from analysis.record import record_many

    spent = dict.fromkeys((*STEPS, "files"), 0.0)
    for chunk in in_chunks(ids, size):
        with clock(spent, "claim"):
            rows = claim_many(chunk)
        for row in rows:
            with clock(spent, "original"), row.image.original.open("rb") as file:
                file.read()
        with clock(spent, "files"):
            endings = [done(analysis=row, result=result) for row in rows]
        with clock(spent, "result"):
            if len(record_many(endings).finished) != len(chunk):
                raise SystemExit("A result was not stored, so its work was not done.")
    return spent


@contextmanager
def clock(spent: dict[str, float], step: str) -> Iterator[None]:
    """Adds the seconds of the block."""
    started = perf_counter()
    yield
    spent[step] += perf_counter() - started


def main(arguments: list[str] | None = None) -> int:
    """Print milliseconds for one picture."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.database", description="Measures the record.")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER, help="folder with manifest.json")
    parser.add_argument("--pictures", type=int, default=128)
    parser.add_argument("--server", default="", help="a PostgreSQL server; SQLite without")
    args = parser.parse_args(arguments)
    (data,) = small_jpegs(1)
    (result,) = Pipeline.load(weights_dir=args.weights).analyse_many([data], anyway=[True])
    result = replace(result, flags=())
    with tempfile.TemporaryDirectory() as folder, database(args.server) as database_url:
        start_site(folder, database_url)
        from django.db import connection

        ids = queue(data, args.pictures * (1 + len(SIZES)))
        print(f"\nrecord of one picture on {connection.vendor}, ms")
        for number, size in enumerate((1, *SIZES)):
            part = ids[number * args.pictures :][: args.pictures]
            processor = process_time()
            spent = one_by_one(part, result) if size == 1 else in_chunks_of(size, part, result)
            processor = process_time() - processor
            each = ", ".join(f"{step} {1000 * seconds / len(part):.1f}" for step, seconds in spent.items())
            total, busy = (1000 * seconds / len(part) for seconds in (sum(spent.values()), processor))
            print(f"  {size:>3} at a time: {total:6.1f}, {busy:6.1f} of the processor ({each})")
        connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
