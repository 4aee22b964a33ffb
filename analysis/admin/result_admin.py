"""Base of the admins of what the machine makes: nobody adds, changes or deletes a result by hand."""

from django.urls import reverse
from django.utils.html import format_html

from accounts.admin.clinic_scope import ClinicScopedAdmin
from accounts.roles import Act, may


class ResultAdmin(ClinicScopedAdmin):
    """Read-only, with 25 rows a page because most rows carry a picture."""

    read_only = True
    list_per_page = 25
    list_max_show_all = 100

    def has_analyse_permission(self, request) -> bool:
        """Who may ask for an analysis; actions name it as `analyse`."""
        return may(request.user, Act.ANALYSE)


def case_link(case) -> str:
    """The case's page on the site."""
    return format_html('<a href="{}">{}</a>', reverse("cases:case", args=[case.pk]), case)
