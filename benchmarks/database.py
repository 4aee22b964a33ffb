"""What the record costs: python -m benchmarks.database. Claiming, reading the original, storing the result.

On SQLite in a folder that is thrown away; the site's own database is left alone.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.pictures import small_jpegs
from ml.manifest import WEIGHTS_FOLDER
from ml.pipeline import Pipeline


def start_site(folder: str) -> None:
    """Django with an empty database in the folder."""
    os.environ["SKINLESION_VAR_DIR"] = folder
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "skinlesion.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


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


def main(arguments: list[str] | None = None) -> int:
    """Print milliseconds for one picture."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.database", description="Measures the record.")
    parser.add_argument("--weights", type=Path, default=WEIGHTS_FOLDER, help="folder with manifest.json")
    parser.add_argument("--pictures", type=int, default=100)
    args = parser.parse_args(arguments)
    (data,) = small_jpegs(1)
    (result,) = Pipeline.load(weights_dir=args.weights).analyse_many([data], anyway=[True])
    with tempfile.TemporaryDirectory() as folder:
        start_site(folder)
        from django.db import connection

        from analysis.claim import claim
        from analysis.record import record_done

        ids = queue(data, args.pictures)
        clock, processor = perf_counter(), process_time()
        for number in ids:
            analysis = claim(number)
            with analysis.image.original.open("rb") as file:
                file.read()
            if not record_done(analysis=analysis, result=result):
                raise SystemExit("A result was not stored, so its work was not done.")
        spent = [1000 * (now - then) / len(ids) for now, then in ((perf_counter(), clock), (process_time(), processor))]
        print(
            f"\nrecord of one picture (claim, original, result): {spent[0]:.1f} ms, {spent[1]:.1f} ms of the processor"
        )
        connection.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
