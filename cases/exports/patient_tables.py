"""All rows of a patient, table by table."""

import json
from pathlib import PurePath
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.models import User
from analysis.models import ModelVersion, Segmentation
from cases.models import LesionImage, LostToFollowUp, Patient
from cases.selectors import (
    analyses_visible_to,
    cases_visible_to,
    images_visible_to,
    lesions_visible_to,
    pathologies_visible_to,
    reviews_visible_to,
)
from cases.selectors.hidden_results import impression_wanted
from cases.selectors.whole_record import whole_record

Row = dict[str, Any]

# of the machinery, and files that can be made again from the others
LEFT_OUT = {"token", "lease_until", "due_at", "published_at", "request_id", "rendition", "thumbnail", "explanation"}
LEFT_OUT |= {"record_digest", "user_email"}


def patient_tables(patient: Patient, by: User) -> tuple[dict[str, list[Row]], list[int]]:
    """The tables by name, rows by id; and the cases whose results wait for an impression and are left out."""
    of_patient = cases_visible_to(by).filter(lesion__patient=patient)
    cases = list(of_patient)
    hidden = list(of_patient.filter(impression_wanted()).order_by("pk").values_list("pk", flat=True))
    images = list(images_visible_to(by).filter(case__in=cases))
    reviews = list(reviews_visible_to(by).filter(case__in=cases))
    analyses = list(analyses_visible_to(by).filter(image__in=images).exclude(image__case__in=hidden))
    drawn = list(Segmentation.objects.filter(image__in=images))
    found: dict[str, list[models.Model]] = {
        "patient": [patient],
        "lesions": list(lesions_visible_to(by).filter(patient=patient)),
        "cases": cases,
        "images": images,
        "analyses": analyses,
        "segmentations": [analysis.segmentation for analysis in analyses if analysis.segmentation] + drawn,
        "predictions": [analysis.prediction for analysis in analyses if analysis.prediction],
        "reviews": reviews,
        "pathologies": list(pathologies_visible_to(by).filter(lesion__patient=patient)),
        "lost_to_follow_up": list(LostToFollowUp.objects.filter(review__in=reviews)),
    }
    networks = {key for analysis in analyses for key in (analysis.segmenter_id, analysis.classifier_id)}
    found["model_versions"] = list(ModelVersion.objects.filter(pk__in=networks))
    tables = {name: [_row(row) for row in sorted(rows, key=lambda row: row.pk)] for name, rows in found.items()}
    # of a run that `by` may not see, the trail says nothing either
    seen = {analysis.pk for analysis in analyses}
    trail = whole_record(patient).events()
    events = [event for event in trail if event.object_type != "analysis" or event.object_id in seen]
    tables["audit_events"] = [_row(event) for event in events]
    tables["people"] = _people(found, {event.user_id for event in events})
    return tables, hidden


def picture_name(image: LesionImage) -> str:
    """Where the original stands in the export."""
    return f"pictures/picture-{image.pk}{PurePath(image.original.name).suffix}"


def mask_name(segmentation: Segmentation) -> str:
    """Where the mask stands in the export."""
    return f"masks/segmentation-{segmentation.pk}.png"


def cell(value: Any) -> Any:
    """A value as text for a table; lists and objects as JSON."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value if value is None or isinstance(value, str) else json.dumps(value, cls=DjangoJSONEncoder).strip('"')


def _row(row: models.Model) -> Row:
    fields = [field for field in row._meta.concrete_fields if field.name not in LEFT_OUT]
    return {field.attname: _value(row, field) for field in fields}


def _value(row: models.Model, field: models.Field) -> Any:
    if isinstance(field, models.FileField):
        return picture_name(row) if isinstance(row, LesionImage) else mask_name(row)
    return field.value_from_object(row)


def _people(found: dict[str, list[models.Model]], acted: set[int | None]) -> list[Row]:
    """Everybody whom a row names or who did something, by name; no addresses."""
    named = {
        field.value_from_object(row)
        for rows in found.values()
        for row in rows
        for field in row._meta.concrete_fields
        if field.related_model is User
    }
    people = User.objects.filter(pk__in=(named | acted) - {None}).order_by("pk")
    return [{"id": person.pk, "full_name": person.full_name} for person in people]
