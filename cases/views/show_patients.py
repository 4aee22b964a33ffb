"""The clinic's patients."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.worklist_filter import PatientFilter
from cases.selectors import patients_visible_to, with_counts

PAGE_SIZE = 25


@require_safe
@requires(Act.SEE_RECORD)
def show_patients(request):
    """Patients by name, with search."""
    narrowed_by = PatientFilter(request.GET)
    patients = narrowed_by.narrow(patients_visible_to(request.user)).order_by("name", "pk")
    page = Paginator(patients.values_list("pk", flat=True), PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = with_counts(patients.filter(pk__in=list(page.object_list)))
    context = {"section": "patients", "narrowed_by": narrowed_by, "page": page, "words": request.GET.get("q", "")}
    return render(request, "cases/patients.html", context)
