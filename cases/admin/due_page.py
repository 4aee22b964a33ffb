"""The page of records that the clinic has kept for long enough; each is erased by hand, none by itself."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse

from cases.selectors import patients_visible_to
from cases.selectors.retention import due_for_erasure

PAGE_SIZE = 50


def due_page(modeladmin, request) -> HttpResponse:
    """Of the administrator's own clinic, the oldest first."""
    clinic = request.user.clinic
    if not modeladmin.has_change_permission(request) or clinic is None:
        raise PermissionDenied
    due = due_for_erasure(patients_visible_to(request.user), clinic)
    context = {
        **modeladmin.admin_site.each_context(request),
        "opts": modeladmin.opts,
        "title": "Records due for erasure",
        "clinic": clinic,
        "page": Paginator(due, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return TemplateResponse(request, "cases/admin/due_for_erasure.html", context)
