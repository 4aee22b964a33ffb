"""The clinic's patients."""

from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.worklist_filter import PatientFilter
from cases.selectors import patients_visible_to

PAGE_SIZE = 25


@require_safe
@requires(Act.SEE_RECORD)
def show_patients(request):
    """Patients by name, with search."""
    narrowed_by = PatientFilter(request.GET)
    patients = (
        narrowed_by.narrow(patients_visible_to(request.user))
        .annotate(lesion_count=Count("lesions", distinct=True), last_seen=Max("lesions__cases__opened_at"))
        .order_by("name", "pk")
    )
    page = Paginator(patients, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"section": "patients", "narrowed_by": narrowed_by, "page": page, "words": request.GET.get("q", "")}
    return render(request, "cases/patients.html", context)
