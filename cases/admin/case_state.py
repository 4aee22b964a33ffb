"""The computed state of a case, as the admin shows and filters it."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
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


MARKS = {"needs_a_person": "Needs a person", "anyway": "Analysed anyway"}


def highest_malignant(case) -> str:
    """The highest probability that the networks are sure of, with the marks of all results; "-" without a result."""
    marked = {"needs_a_person": case.needs_a_person, "anyway": case.analysed_anyway}
    marks = format_html_join(
        " ", '<span class="state {}">{}</span>', ((code, MARKS[code]) for code, holds in marked.items() if holds)
    )
    shown = "-" if case.highest_malignant_probability is None else percent(case.highest_malignant_probability)
    return format_html("{} {}", shown, marks) if marks else shown


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
