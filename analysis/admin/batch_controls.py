"""What an administrator does with a batch: looks on, pauses, resumes, cancels, tries again; each confirmed first."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from analysis.batches.cancel_batch import cancel_batch
from analysis.batches.pause_batch import pause_batch
from analysis.batches.progress import Progress, progress
from analysis.batches.resume_batch import resume_batch
from analysis.batches.retry_failed import retry_failed
from analysis.models import BatchRun


@dataclass(frozen=True)
class Control:
    """A button: its word in the address and for people, the deed in full, the question before, the sentence after."""

    name: str
    label: str
    deed: str
    question: str
    done: str
    service: Callable[..., BatchRun]


CONTROLS = {
    control.name: control
    for control in (
        Control(
            "pause",
            "Pause",
            "Pause the batch",
            "Nothing further is begun until somebody resumes the batch. What is being analysed now is finished.",
            "The batch is paused.",
            pause_batch,
        ),
        Control(
            "resume",
            "Resume",
            "Resume the batch",
            "The batch goes on where it stood.",
            "The batch goes on.",
            resume_batch,
        ),
        Control(
            "retry-failed",
            "Try the failed again",
            "Try them again",
            "Every picture that has failed is analysed once more. The failed analyses stay in the list.",
            "The failed pictures are tried again.",
            retry_failed,
        ),
        Control(
            "cancel",
            "Cancel",
            "Cancel the batch",
            "Pictures that wait are not analysed, and the batch cannot be resumed. Results that are there stay.",
            "The batch is cancelled.",
            cancel_batch,
        ),
    )
}


class BatchControls:
    """Pages and buttons of a batch, for its admin."""

    change_form_template = "analysis/admin/batch.html"

    def get_urls(self) -> list:
        """With the progress and one page for each button."""
        wrap = self.admin_site.admin_view
        own = [
            path("<int:batch_id>/progress/", wrap(self.progress_view), name="analysis_batchrun_progress"),
            path("<int:batch_id>/do/<slug:name>/", wrap(self.control_view), name="analysis_batchrun_control"),
        ]
        return own + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None) -> HttpResponse:
        """With the progress above the facts."""
        batch = self.get_object(request, object_id)
        shown = _shown(batch) if batch else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def progress_view(self, request, batch_id: int) -> HttpResponse:
        """The fragment that the page asks for again and again; without a script it is a link to the page itself."""
        batch = self._batch(request, batch_id)
        if not getattr(request, "htmx", False):
            return redirect("admin:analysis_batchrun_change", batch.pk)
        return TemplateResponse(request, "analysis/admin/batch_progress.html", _shown(batch))

    def control_view(self, request, batch_id: int, name: str) -> HttpResponse:
        """First the question, then the deed."""
        batch, control = self._batch(request, batch_id), CONTROLS.get(name)
        if control is None:
            raise Http404
        page = reverse("admin:analysis_batchrun_change", args=[batch.pk])
        if request.method == "POST":
            try:
                control.service(batch=batch, by=request.user)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
            else:
                self.message_user(request, control.done, messages.SUCCESS)
            return redirect(page)
        facts = {"opts": self.opts, "title": f"{control.label}: batch {batch.pk}", "control": control, "page": page}
        return TemplateResponse(
            request, "analysis/admin/batch_control.html", self.admin_site.each_context(request) | facts | _shown(batch)
        )

    def _batch(self, request, batch_id: int) -> BatchRun:
        batch = self.get_queryset(request).filter(pk=batch_id).first()
        if batch is None:
            raise Http404
        return batch


def _shown(batch: BatchRun) -> dict:
    now = progress(batch)
    return {"batch": batch, "now": now, "controls": [CONTROLS[name] for name in _offered(batch, now)]}


def _offered(batch: BatchRun, now: Progress) -> list[str]:
    names = {"running": ["pause"], "paused": ["resume"]}.get(now.state, [])
    if now.failed and now.state != "cancelled" and batch.signed_off_at is None and batch.retry_until is None:
        names = [*names, "retry-failed"]
    if now.state in ("running", "paused") and "import" not in batch.selection:
        names = [*names, "cancel"]
    return names
