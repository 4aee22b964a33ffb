"""The computed state of a case, as the admin shows and filters it."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from analysis.admin.result_panel import percent
from cases.selectors import CASE_STATES

NAMES = {
    "empty": "No pictures",
    "running": "Running",
    "failed": "Failed",
    "to_review": "To review",
    "signed": "Signed",
}


def case_state_mark(case) -> SafeString:
    """The state that `with_state` computed, as a coloured word."""
    return format_html('<span class="state state-{}">{}</span>', case.state, NAMES[case.state])


def highest_malignant(case) -> str:
    """The highest malignant probability of the case's pictures; nothing where no picture has a result."""
    probability = case.highest_malignant_probability
    if probability is None:
        return "-"
    if not case.analysed_anyway:
        return percent(probability)
    return format_html('{} <span class="state anyway">{}</span>', percent(probability), "Analysed anyway")


class CaseStateFilter(admin.SimpleListFilter):
    """By computed state."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        """The states a case can have."""
        return [(state, NAMES[state]) for state in CASE_STATES]

    def queryset(self, request, queryset):
        """The cases in that state."""
        return queryset.filter(state=self.value()) if self.value() else queryset
