"""The page "New batch": which pictures, then how many they are, and only then a batch."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from analysis.batches.plan_batch import plan_batch
from analysis.batches.start_batch import start_batch
from cases.forms.batch_form import MOST_IMAGES, BatchForm

TICKS = ("shadow", "again")


def new_batch_page(modeladmin, request) -> HttpResponse:
    """An empty form; with "count" the numbers; with "start" the batch's own page."""
    form = BatchForm(request.POST or None, user=request.user)
    plan = None
    if form.is_valid():
        try:
            if "start" in request.POST:
                batch = start_batch(by=request.user, **form.words())
                modeladmin.message_user(request, f"Batch {batch.pk} is under way.", messages.SUCCESS)
                return redirect("admin:analysis_batchrun_change", batch.pk)
            plan = plan_batch(by=request.user, **form.words())
        except ValidationError as error:
            form.add_error(None, error)
    return _answer(modeladmin, request, form, plan=plan if "change" not in request.POST else None)


@admin.action(description="Analyse again in a batch ...", permissions=["batch"])
def analyse_in_batch(modeladmin, request, queryset) -> HttpResponse | None:
    """The page about the ticked pictures; nothing is asked for before it is confirmed there."""
    ids = list(queryset.order_by("pk").values_list("pk", flat=True)[: MOST_IMAGES + 1])
    if len(ids) > MOST_IMAGES:
        sentence = f"At most {MOST_IMAGES} pictures can be ticked. Use New batch, and choose them by their filters."
        modeladmin.message_user(request, sentence, messages.ERROR)
        return None
    form = BatchForm(initial={"images": ",".join(map(str, ids))}, user=request.user)
    return _answer(modeladmin, request, form, ticked=len(ids))


def _answer(modeladmin, request, form: BatchForm, *, plan=None, ticked: int = 0) -> HttpResponse:
    if form.is_bound and form.is_valid():
        ticked = len(form.cleaned_data["images"])
    names = [field.name for field in form.visible_fields()]
    filters = [name for name in names if name not in (*TICKS, "segmenter", "classifier")]
    return TemplateResponse(
        request,
        "cases/admin/new_batch.html",
        {
            **modeladmin.admin_site.each_context(request),
            "opts": modeladmin.opts,
            "title": "New batch",
            "form": form,
            "plan": plan,
            "ticked": ticked,
            "filters": [] if ticked else [form[name] for name in filters],
            "networks": [form["classifier"], form["segmenter"]],
            "ticks": [form[name] for name in TICKS],
            "chosen": _chosen(form) if plan else [],
        },
    )


def _chosen(form: BatchForm) -> list[tuple[str, str]]:
    """What was chosen, in words."""
    rows = []
    for field in form.visible_fields():
        value = form.cleaned_data.get(field.name)
        if value and field.name not in TICKS:
            words = dict(_flat(getattr(field.field, "choices", []))) if isinstance(value, str) else {}
            rows.append((field.label, words.get(value, value)))
    return rows


def _flat(choices) -> list[tuple[str, str]]:
    pairs = []
    for value, label in choices:
        pairs += label if isinstance(label, list | tuple) else [(value, label)]
    return pairs
