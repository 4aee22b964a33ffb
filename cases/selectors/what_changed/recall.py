"""Whom to call: somebody signed their lesion as harmless, and the new version finds it suspicious."""

from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet, Subquery

from analysis.models import Analysis
from cases.models import Pathology
from cases.selectors.reading_order import in_reading_order
from cases.selectors.what_changed.changes import RECALL, changes


def recall_list(rows: QuerySet[Analysis]) -> Iterator[Analysis]:
    """One row a lesion, of its most suspicious picture, by the patient's record number; read while it is used.

    Each has `histology`, the newest valid diagnosis of the lesion's tissue: what was examined since needs no call.
    """
    found = Pathology.objects.filter(lesion=OuterRef("image__case__lesion"), withdrawn_at__isnull=True)
    calls = changes(rows, consequence=RECALL).annotate(
        histology=Subquery(found.order_by("-reported_on", "-pk").values("diagnosis")[:1])
    )
    by_lesion = calls.order_by(
        "image__case__lesion__patient__record_number",
        "image__case__lesion",
        "-prediction__malignant_probability",
        "pk",
    )
    seen = None
    for row in in_reading_order(
        by_lesion.select_related("prediction", "before__prediction", "image__case__lesion__patient")
    ):
        if row.image.case.lesion_id != seen:
            seen = row.image.case.lesion_id
            yield row
