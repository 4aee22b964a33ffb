"""A patient's rows and files, written into a sink."""

import json
from collections.abc import Iterator
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from accounts.models import User
from analysis.models import Segmentation
from cases.csv_rows import stream_csv
from cases.exports.known_diagnosis import known_diagnosis, with_known_diagnosis
from cases.exports.patient_tables import Row, cell, mask_name, patient_tables, picture_name
from cases.exports.sinks import Sink, lines, stored
from cases.models import LesionImage, Patient
from cases.selectors import images_visible_to

FORMAT = "skinlesion-patient-1"
README = """All rows and pictures of one patient. Confidential.

record.json   every row, with the types of JSON; the tables refer to each other by id
tables/       the same rows as CSV; a cell that a spreadsheet would take for a formula starts with an apostrophe
pictures/     the pictures as they were received
masks/        the outlines of the lesion as pictures, white where the lesion is
images.csv    one line for each picture, in the columns that the import of skinlesion reads

To take the pictures into another skinlesion: import the folder `pictures` with `images.csv`.
The networks' results are decision support, not diagnoses.
"""
IMAGE_COLUMNS = (
    "file",
    "patient",
    "name",
    "birth_date",
    "sex",
    "skin_type",
    "lesion",
    "site",
    "date",
    "type",
    "mm_per_pixel",
    "diagnosis",
    "diagnosis_confirm_type",
    "histology_date",
)


def write_patient(sink: Sink, *, patient: Patient, by: User, now: datetime) -> dict[str, int]:
    """Everything of `patient` that `by` may see; how many rows and files."""
    tables, hidden = patient_tables(patient, by)
    images = list(with_known_diagnosis(images_visible_to(by).filter(case__lesion__patient=patient)).order_by("pk"))
    sink.write("README.txt", [README.encode()])
    sink.write("record.json", _record(tables, hidden, now))
    for name, rows in tables.items():
        sink.write(f"tables/{name}.csv", lines(_csv(rows)))
    sink.write("images.csv", lines(stream_csv(IMAGE_COLUMNS, (_image_cells(image) for image in images))))
    for image in images:
        sink.write(picture_name(image), stored(image.original))
    masks = Segmentation.objects.filter(pk__in=[row["id"] for row in tables["segmentations"]])
    for segmentation in masks.order_by("pk"):
        sink.write(mask_name(segmentation), stored(segmentation.mask))
    return {"rows": sum(map(len, tables.values())), "pictures": len(images), "masks": len(tables["segmentations"])}


def _record(tables: dict[str, list[Row]], hidden: list[int], now: datetime) -> Iterator[bytes]:
    record = {
        "format": FORMAT,
        "exported_at": now,
        "cases_whose_results_wait_for_an_impression": hidden,
        "tables": tables,
    }
    encoder = DjangoJSONEncoder(ensure_ascii=False, indent=1)
    return (piece.encode() for piece in encoder.iterencode(json.loads(encoder.encode(record))))


def _csv(rows: list[Row]) -> Iterator[str]:
    header = list(rows[0]) if rows else ["id"]
    return stream_csv(header, ([cell(row[name]) for name in header] for row in rows))


def _image_cells(image: LesionImage) -> list[object]:
    lesion = image.case.lesion
    patient, known = lesion.patient, known_diagnosis(image)
    return [
        picture_name(image),
        patient.record_number,
        patient.name,
        patient.birth_date,
        patient.sex,
        patient.skin_type,
        lesion.pk,
        lesion.body_site,
        timezone.localdate(image.taken_at) if image.taken_at else None,
        image.image_type,
        image.mm_per_pixel,
        known.code,
        known.confirmed_by,
        known.on if known.confirmed_by == "histopathology" else None,
    ]
