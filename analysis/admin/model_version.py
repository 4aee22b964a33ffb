"""Trained networks: what they are, what they reached, which one is used."""

from collections.abc import Iterable

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from accounts.roles import Act, may
from analysis.admin.model_actions import mark_active, roll_back_ticked, stop_shadow, try_in_shadow
from analysis.admin.result_admin import ResultAdmin
from analysis.admin.result_panel import figure, figure_table, flat
from analysis.models import ModelVersion

FIGURES_IN_LIST = 3
LINE_BREAK = mark_safe("<br>")


@admin.register(ModelVersion)
class ModelVersionAdmin(ResultAdmin):
    """Of the whole installation, so every administrator sees them. Rows come from the manifest of the weights.

    A version becomes active by the action only, and stops being active only because another one of its kind
    becomes so: without an active version nothing could be analysed.
    """

    clinic_path = None
    list_display = ("version", "kind", "active", "shadow", "figures", "thresholds_shown", "sha256_short", "created_at")
    list_filter = ("kind", "active", "shadow", "created_at")
    date_hierarchy = "created_at"
    search_fields = ("version", "^sha256")
    search_help_text = "Version or the beginning of its SHA-256"
    actions = (mark_active, roll_back_ticked, try_in_shadow, stop_shadow)
    fields = (
        "version",
        "kind",
        "active",
        "shadow",
        "sha256",
        "classes_shown",
        "thresholds_shown",
        "figures_in_full",
        "card_shown",
        "created_at",
    )

    def has_activate_permission(self, request) -> bool:
        """Who may decide which network new pictures meet."""
        return may(request.user, Act.ADMINISTER)

    @admin.display(description="figures")
    def figures(self, version) -> str:
        """The first few; the version's page has all."""
        rows = [(name, value) for name, value in version.metrics.items() if isinstance(value, int | float)]
        return _in_words(rows[:FIGURES_IN_LIST])

    @admin.display(description="figures")
    def figures_in_full(self, version) -> str:
        """Everything the manifest says it reached."""
        return figure_table(version.metrics)

    @admin.display(description="thresholds")
    def thresholds_shown(self, version) -> str:
        """Probabilities that results are compared with."""
        return _in_words(flat(version.thresholds))

    @admin.display(description="card")
    def card_shown(self, version) -> str:
        """For whom it is and where it fails, as it was delivered."""
        return format_html('<pre class="card">{}</pre>', version.card) if version.card else "-"

    @admin.display(description="classes")
    def classes_shown(self, version) -> str:
        """In the order of the network's outputs."""
        return ", ".join(version.classes) or "-"

    @admin.display(description="SHA-256", ordering="sha256")
    def sha256_short(self, version) -> str:
        """Enough to compare by eye."""
        return version.sha256[:12]


def _in_words(figures: Iterable[tuple[str, object]]) -> str:
    lines = ((name.replace("_", " "), figure(value)) for name, value in figures)
    return format_html_join(LINE_BREAK, "{} {}", lines) or "-"
