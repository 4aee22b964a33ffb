"""Changes as rows: for the page's tables, and for the files."""

from collections.abc import Mapping

from django.utils import timezone

from analysis.admin.outlined_picture import outlined_picture
from analysis.admin.result_admin import case_link
from analysis.admin.result_panel import malignant_against_threshold
from analysis.models import Analysis
from cases.body_sites import BY_CODE as SITES
from cases.diagnoses import BY_CODE as DIAGNOSES
from cases.models import Review
from cases.selectors.what_changed import CONSEQUENCES, OUTCOMES
from cases.selectors.what_changed.agreement import Table

CHANGE_COLUMNS = (
    "consequence",
    "patient",
    "name",
    "case",
    "picture",
    "body_site",
    "skin_type",
    "verdict_before",
    "malignant_before",
    "threshold_before",
    "diagnosis_before",
    "classifier_before",
    "verdict_now",
    "malignant_now",
    "threshold_now",
    "diagnosis_now",
    "classifier_now",
    "signed_as",
    "signed_on",
)
RECALL_COLUMNS = (
    "patient",
    "name",
    "birth_date",
    "lesion",
    "body_site",
    "case",
    "signed_as",
    "signed_on",
    "verdict_before",
    "malignant_before",
    "verdict_now",
    "malignant_now",
    "histology",
)


def agreement_table(table: Table, words: Mapping[str, str]) -> dict:
    """Words and numbers of an agreement table; each cell says whether old and new are the same."""
    rows = [
        (words[row.code], [(row.counts[code], code == row.code) for code in table.columns], row.n) for row in table.rows
    ]
    columns = [words[code] for code in table.columns]
    return {"columns": columns, "rows": rows, "totals": list(table.totals.values()), "n": table.n}


def change_cells(row: Analysis) -> list[object]:
    """A row of `changes`, in the order of `CHANGE_COLUMNS`."""
    patient = row.image.case.lesion.patient
    old = row.before
    return [
        CONSEQUENCES[row.consequence],
        patient.record_number,
        patient.name,
        row.image.case_id,
        row.image_id,
        SITES[row.image.case.lesion.body_site].name,
        patient.skin_type,
        OUTCOMES[row.outcome_before],
        *_figures(old and old.prediction),
        row.answer_before,
        old and old.classifier.version,
        OUTCOMES[row.outcome],
        *_figures(row.prediction),
        row.answer,
        row.classifier.version,
        *_signed(row),
    ]


def recall_cells(row: Analysis) -> list[object]:
    """A row of `recall_list`, in the order of `RECALL_COLUMNS`."""
    lesion = row.image.case.lesion
    return [
        lesion.patient.record_number,
        lesion.patient.name,
        lesion.patient.birth_date,
        lesion.pk,
        SITES[lesion.body_site].name,
        row.image.case_id,
        *_signed(row),
        OUTCOMES[row.outcome_before],
        _figures(row.before and row.before.prediction)[0],
        OUTCOMES[row.outcome],
        _figures(row.prediction)[0],
        DIAGNOSES[row.histology].name if row.histology else "",
    ]


def _figures(prediction) -> list[str | None]:
    if prediction is None:
        return [None, None]
    return [f"{prediction.malignant_probability:.4f}", f"{prediction.threshold:.4f}"]


def _signed(row: Analysis) -> list[object]:
    if row.decision is None:
        return ["", None]
    return [Review.Management(row.decision).label, timezone.localdate(row.decided_at)]


def page_row(row: Analysis) -> dict:
    """A row of `changes` as the page shows it; the outline is the new one."""
    lesion = row.image.case.lesion
    signed_as, signed_on = _signed(row)
    return {
        "picture": outlined_picture(row.image, row.segmentation),
        "case": case_link(row.image.case),
        "patient": lesion.patient,
        "lesion": lesion,
        "site": SITES[lesion.body_site].name,
        "before": _said(row.outcome_before, row.before),
        "now": _said(row.outcome, row),
        "signed_as": signed_as or "Not signed yet",
        "signed_on": signed_on,
        "consequence": CONSEQUENCES[row.consequence],
    }


def _said(outcome: str, run: Analysis | None) -> dict:
    figures = malignant_against_threshold(run.prediction) if run and run.prediction else ""
    return {"code": outcome, "words": OUTCOMES[outcome], "figures": figures, "why": run.reason if run else ""}
