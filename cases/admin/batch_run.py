"""Batch runs with what they changed in the record: the engine room's admin, and the pages about its consequences."""

from django.contrib import admin
from django.urls import path, reverse
from django.utils.html import format_html

from analysis.admin.batch_run import BatchRunAdmin
from analysis.models import BatchRun
from cases.admin import what_changed

admin.site.unregister(BatchRun)


@admin.register(BatchRun)
class BatchRunOfRecordAdmin(BatchRunAdmin):
    """Adds "What changed": the comparison, its tables as CSV, the signature, and the showing of hidden results."""

    def get_urls(self) -> list:
        """With the pages of one batch."""
        pages = {
            "what-changed/": what_changed.show,
            "what-changed/changes.csv": what_changed.changes_csv,
            "what-changed/recall.csv": what_changed.recall_csv,
            "what-changed/sign-off/": what_changed.sign_off,
            "what-changed/show-results/": what_changed.show_results,
        }
        wrap = self.admin_site.admin_view
        own = [
            path(f"<int:batch_id>/{route}", wrap(view), name=f"analysis_batchrun_{view.__name__}")
            for route, view in pages.items()
        ]
        return own + super().get_urls()

    def get_list_display(self, request) -> list[str]:
        """With the way to the comparison."""
        return [*super().get_list_display(request), "what_changed"]

    def get_fields(self, request, obj=None) -> list[str]:
        """The same, and who signed it off."""
        return [*super().get_fields(request, obj), "what_changed", "signed_off"]

    def get_readonly_fields(self, request, obj=None) -> list[str]:
        """All of them."""
        return [*super().get_readonly_fields(request, obj), "what_changed", "signed_off"]

    @admin.display(description="what changed")
    def what_changed(self, batch) -> str:
        """The comparison's page."""
        return format_html('<a href="{}">What changed</a>', reverse("admin:analysis_batchrun_show", args=[batch.pk]))

    @admin.display(description="signed off")
    def signed_off(self, batch) -> str:
        """Who looked at it, and when."""
        if batch.signed_off_at is None:
            return "Not yet"
        return f"{batch.signed_off_by.full_name}, {batch.signed_off_at:%Y-%m-%d}"
