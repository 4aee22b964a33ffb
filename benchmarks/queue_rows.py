"""A large analysis table in seconds: one row of each sort through the models, the rest copied by the database."""

from dataclasses import dataclass

PER_IMAGE = 5  # analyses of a picture: every second or third model version runs over the archive again
PER_CASE = 2


@dataclass(frozen=True)
class Filled:
    """`finished` rows are history; `queued` are the ids that wait, the oldest first."""

    finished: int
    queued: list[int]


def fill(*, finished: int, queued: int) -> Filled:
    """A clinic whose table has so many finished and waiting rows; the planner knows it afterwards."""
    from django.db import connection
    from django.utils import timezone

    from analysis.models import Analysis
    from cases.models import Case, LesionImage, Review

    now = timezone.now()
    image, versions, ana = _first_of_each()
    pictures = max(finished // PER_IMAGE, queued, 2)
    cases = copies(image.case, pictures // PER_CASE)
    images = copies(image, pictures, sha256="'copy' || n", case_id=f"{cases.start} + n % {len(cases)}")
    signed = Review.objects.create(
        case_id=cases.start,
        author=ana,
        diagnosis="nv",
        management="dismiss",
        agreement="no_result",
        signed_at=now,
        signed_by=ana,
    )
    # the latest tenth of the cases is open
    copies(signed, len(cases) * 9 // 10, case_id=f"{cases.start} + n")
    ended = {"finished_at": now, "reason_code": "too_blurred", "reason": "Blurred.", "attempts": 1}
    history = Analysis.objects.create(image=image, due_at=now, state="rejected", **ended, **versions)
    copies(history, finished, image_id=f"{images.start} + n % {len(images)}")
    waiting = Analysis.objects.create(image=image, due_at=now, **versions)
    # each of another picture: a picture has one live row for the same versions
    ids = copies(waiting, queued, image_id=f"{images.start} + n - 1")
    waiting.delete()
    with connection.cursor() as cursor:
        for model in (Analysis, LesionImage, Case, Review):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
    return Filled(finished, list(ids))


def copies(row, count: int, **columns: str) -> range:
    """So many copies of a saved row, with other SQL for some columns, in which `n` counts from 1; their ids."""
    from django.db import connection
    from django.db.models import Max

    model = type(row)
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    names = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    values = ", ".join(columns.get(name, f"{table}.{quote(name)}") for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) "
            f"INSERT INTO {table} ({', '.join(map(quote, names))}) "
            f"SELECT {values} FROM numbers CROSS JOIN {table} WHERE {table}.id = {row.pk}"
        )
    last = model.objects.aggregate(last=Max("pk"))["last"]
    return range(last - count + 1, last + 1)


def _first_of_each():
    """A picture to copy, the versions of its analyses, and who opened its case."""
    from django.utils import timezone

    from accounts.models import Clinic, User
    from analysis.models import ModelVersion
    from cases.models import Case, Lesion, LesionImage, Patient

    clinic = Clinic.objects.create(name="Clinic of the benchmark")
    ana = User.objects.create(
        email="ana@benchmark.example", full_name="Ana Alvarez", clinic=clinic, approved_at=timezone.now()
    )
    patient = Patient.objects.create(clinic=clinic, record_number="1", name="Maria Lindqvist", created_by=ana)
    lesion = Lesion.objects.create(
        patient=patient, body_site="upper_back", body_view="back", body_x=0.4, body_y=0.3, created_by=ana
    )
    image = LesionImage.objects.create(
        case=Case.objects.create(lesion=lesion, opened_by=ana),
        sha256="first",
        original="o.jpg",
        rendition="r.jpg",
        thumbnail="t.jpg",
        original_bytes=1,
        width=600,
        height=450,
        received_by=ana,
    )
    versions = {
        kind: ModelVersion.objects.create(kind=kind, version=f"{kind}-queue", sha256="0" * 64)
        for kind in ("segmenter", "classifier")
    }
    return image, versions, ana
