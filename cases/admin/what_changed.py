"""The pages of what a batch changed: comparison, tables, signature. Only the batch's own administrators find them."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from accounts.roles import Act, may
from accounts.services.record_event import record_event
from analysis.models import BatchRun
from analysis.show_shadow_batch import show_shadow_batch
from analysis.sign_off_batch import NOTE_LENGTH, REFUSALS, sign_off_batch, why_not
from cases.admin.changes_filter import ChangesFilter
from cases.admin.changes_table import (
    CHANGE_COLUMNS,
    RECALL_COLUMNS,
    agreement_table,
    change_cells,
    page_row,
    recall_cells,
)
from cases.csv_rows import csv_response
from cases.selectors.batches import batches_visible_to
from cases.selectors.what_changed import (
    ANSWERS,
    CONSEQUENCES,
    OUTCOMES,
    RECALL,
    agreement,
    changes,
    compared,
    consequence_counts,
    recall_list,
)

A_PAGE = 25


@require_safe
def show(request, batch_id: int) -> HttpResponse:
    """Old against new: how far they agree, and which pictures crossed the operating point."""
    batch, chosen, rows = _asked(request, batch_id)
    consequence = chosen.cleaned_data["consequence"]
    found = changes(rows, consequence=consequence, crossing=not consequence)
    counts = consequence_counts(rows)
    pages = Paginator(found.select_related(*LOADS).defer("before__segmentation"), A_PAGE)
    pages.count = counts[consequence] if consequence else sum(counts.values()) - counts["other"]
    page = pages.get_page(request.GET.get("p"))
    agreed = agreement(rows)
    context = {
        **admin.site.each_context(request),
        "opts": BatchRun._meta,
        "title": f"What batch {batch.pk} changed",
        "batch": batch,
        "chosen": chosen,
        "agreed": agreed,
        "verdicts": agreement_table(agreed.verdicts, OUTCOMES),
        "answers": agreement_table(agreed.answers, ANSWERS),
        "counts": [
            {"words": words, "total": counts[code], "address": chosen.address(consequence=code), "code": code}
            for code, words in CONSEQUENCES.items()
        ],
        "recalls": counts[RECALL],
        "page": page,
        "shown": [page_row(row) for row in page],
        "crossed": pages.count,
        "unsigned": REFUSALS.get(why_not(batch), ""),
        "note_length": NOTE_LENGTH,
    }
    return TemplateResponse(request, "cases/admin/what_changed.html", context)


@require_safe
def changes_csv(request, batch_id: int) -> HttpResponse:
    """Every change of verdict, in the order of the page."""
    batch, chosen, rows = _asked(request, batch_id)
    found = changes(rows, consequence=chosen.cleaned_data["consequence"])
    loads = ("prediction", "before__prediction", "before__classifier", "classifier", "image__case__lesion__patient")
    record_event(act="batch.changes_exported", by=request.user, about=batch, clinic_id=batch.clinic_id)
    cells = (change_cells(row) for row in found.select_related(*loads).iterator())
    return csv_response(f"batch-{batch.pk}-changes.csv", CHANGE_COLUMNS, cells)


@require_safe
def recall_csv(request, batch_id: int) -> HttpResponse:
    """Whom to call, one row a lesion."""
    batch, _, rows = _asked(request, batch_id)
    record_event(act="batch.recall_exported", by=request.user, about=batch, clinic_id=batch.clinic_id)
    cells = (recall_cells(row) for row in recall_list(rows))
    return csv_response(f"batch-{batch.pk}-recall.csv", RECALL_COLUMNS, cells)


@require_POST
def sign_off(request, batch_id: int) -> HttpResponse:
    """The administrator has looked; the versions of the batch may be used."""
    batch = _batch(request, batch_id)
    try:
        sign_off_batch(batch=batch, by=request.user, note=request.POST.get("note", ""))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, "Signed off. Its versions can be marked active now.")
    return redirect("admin:analysis_batchrun_show", batch.pk)


@require_POST
def show_results(request, batch_id: int) -> HttpResponse:
    """What was found in shadow becomes what clinicians see."""
    batch = _batch(request, batch_id)
    if "sure" not in request.POST:
        messages.error(request, "Nothing was changed: this cannot be taken back, so please say that you are sure.")
        return redirect("admin:analysis_batchrun_show", batch.pk)
    try:
        shown = show_shadow_batch(batch=batch, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        sentence = f"{shown:,} result{'s' if shown != 1 else ''} of this batch can be seen by clinicians now."
        messages.success(request, sentence)
    return redirect("admin:analysis_batchrun_show", batch.pk)


LOADS = ("segmentation", "prediction", "before__prediction", "image__case__lesion__patient")


def _asked(request, batch_id: int):
    batch = _batch(request, batch_id)
    chosen = ChangesFilter(request.GET)
    chosen.is_valid()
    wanted = {name: chosen.cleaned_data.get(name, "") for name in ("site", "skin_type")}
    chosen.cleaned_data.setdefault("consequence", "")
    return batch, chosen, compared(request.user, batch, **wanted)


def _batch(request, batch_id: int) -> BatchRun:
    if not may(request.user, Act.ADMINISTER):
        raise PermissionDenied
    return get_object_or_404(batches_visible_to(request.user), pk=batch_id)
