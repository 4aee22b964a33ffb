"""The clinic's patients."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.audit.shown import shows
from accounts.roles import Act
from accounts.views.requires import requires
from cases.forms.worklist_filter import PatientFilter
from cases.selectors import RowsInOrder, current_patients_visible_to, in_reading_order, with_counts
from cases.views.presenters.patient_order import chosen_order, order_by, order_links

PAGE_SIZE = 25


@require_safe
@requires(Act.SEE_RECORD)
def show_patients(request):
    """Patients by name or in another order, with search; both are in the address."""
    narrowed_by = PatientFilter(request.GET)
    patients = current_patients_visible_to(request.user)
    order = chosen_order(request.GET.get("sort"))
    found = narrowed_by.narrow(with_counts(patients) if order.endswith("seen") else patients)
    page = Paginator(in_reading_order(found.order_by(*order_by(order))), PAGE_SIZE).get_page(request.GET.get("page"))
    # counted for the rows of this page only: the clinic may have ten thousand
    page.object_list = RowsInOrder(with_counts(patients), [row.pk for row in page])[:]
    shows(request, [row.pk for row in page], count=page.paginator.count)
    context = {
        "section": "patients",
        "narrowed_by": narrowed_by,
        "page": page,
        "words": request.GET.get("q", ""),
        "order": order,
        "orders": order_links(order),
    }
    return render(request, "cases/patients.html", context)
