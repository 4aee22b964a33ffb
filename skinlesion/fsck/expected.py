"""The files that rows stand for, in chunks: the same few rows in memory, however many there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import Clinic
from analysis.models import Prediction, Segmentation
from cases.models import LesionImage

CHUNK = 500
# every file field there is, by its storage; a test compares
FIELDS = {
    "default": (),
    "originals": ((LesionImage, "original"),),
    "renditions": (
        (LesionImage, "rendition"),
        (LesionImage, "thumbnail"),
        (Segmentation, "mask"),
        (Prediction, "explanation"),
    ),
}


@dataclass(frozen=True)
class Expected:
    """One file of one row: where it must lie, and all that is known about it."""

    about: str  # the row as people find it: "picture 12"
    kind: str  # original | rendition | thumbnail | mask | explanation
    alias: str  # of its storage
    name: str
    image_id: int
    row_id: int  # of the picture, the outline or the prediction
    analysis_id: int | None = None
    clinic_id: int | None = None
    sha256: str = ""
    size_bytes: int | None = None
    pixels: tuple[int, int] | None = None  # width, height


def count_rows(clinic: Clinic | None = None) -> int:
    """How many rows `expected_files` goes through."""
    return sum(rows.count() for rows in (_pictures(clinic), _outlines(clinic), _explanations(clinic)))


def expected_files(clinic: Clinic | None = None) -> Iterator[list[Expected]]:
    """Chunk by chunk: pictures, then outlines, then explanations.

    Each chunk is a query of its own that starts behind the last row: no transaction is held, and the site runs on.

    Args:
        clinic: only what belongs to it.
    """
    return chain(
        _chunks(_pictures(clinic), _of_picture),
        _chunks(_outlines(clinic), _of_outline),
        _chunks(_explanations(clinic), _of_explanation),
    )


def _chunks(rows: QuerySet, of) -> Iterator[list[Expected]]:
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield [file for row in chunk for file in of(row)]
        last = chunk[-1]["pk"]


def _pictures(clinic: Clinic | None) -> QuerySet:
    rows = LesionImage.objects.all()
    rows = rows.filter(case__lesion__patient__clinic=clinic) if clinic else rows
    return rows.order_by().values(
        "pk",
        "sha256",
        "original",
        "original_bytes",
        "rendition",
        "thumbnail",
        clinic=F("case__lesion__patient__clinic"),
    )


def _outlines(clinic: Clinic | None) -> QuerySet:
    rows = Segmentation.objects.annotate(of=Coalesce("image", "analysis__image"))
    if clinic:
        rows = rows.filter(of__in=LesionImage.objects.filter(case__lesion__patient__clinic=clinic).order_by())
    return rows.order_by().values(
        "pk",
        "mask",
        "of",
        run=F("analysis"),
        width=Coalesce("image__width", "analysis__image__width"),
        height=Coalesce("image__height", "analysis__image__height"),
    )


def _explanations(clinic: Clinic | None) -> QuerySet:
    rows = Prediction.objects.exclude(explanation="")
    rows = rows.filter(analysis__image__case__lesion__patient__clinic=clinic) if clinic else rows
    return rows.order_by().values("pk", "explanation", of=F("analysis__image"), run=F("analysis"))


def _of_picture(row: dict) -> list[Expected]:
    def file(kind: str, alias: str, **known) -> Expected:
        return Expected(
            about=f"picture {row['pk']}",
            kind=kind,
            alias=alias,
            name=row[kind],
            image_id=row["pk"],
            row_id=row["pk"],
            clinic_id=row["clinic"],
            **known,
        )

    return [
        file("original", "originals", sha256=row["sha256"], size_bytes=row["original_bytes"]),
        file("rendition", "renditions"),
        file("thumbnail", "renditions"),
    ]


def _of_outline(row: dict) -> list[Expected]:
    about = f"analysis {row['run']} of picture {row['of']}" if row["run"] else f"drawn outline {row['pk']}"
    return [_of_result(row, "mask", about, pixels=(row["width"], row["height"]))]


def _of_explanation(row: dict) -> list[Expected]:
    return [_of_result(row, "explanation", f"analysis {row['run']} of picture {row['of']}")]


def _of_result(row: dict, kind: str, about: str, **known) -> Expected:
    return Expected(
        about=about,
        kind=kind,
        alias="renditions",
        name=row[kind],
        image_id=row["of"],
        row_id=row["pk"],
        analysis_id=row["run"],
        **known,
    )
