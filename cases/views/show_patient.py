"""A patient's page."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.roles import Act, may
from accounts.views.requires import requires
from cases.selectors import lesions_with_latest_results, patients_visible_to
from cases.selectors.held import holds_on
from cases.views.presenters.body_map import dots, numbered
from cases.views.presenters.body_regions import region_links, sites_off_the_map
from cases.views.presenters.lesion_row import narrowed, present_lesion, region_tabs
from cases.views.presenters.lesion_state import legend
from cases.views.to_survivor import to_survivor


@require_safe
@requires(Act.SEE_RECORD)
def show_patient(request, patient_id: int):
    """Who the patient is, the lesions on the body map and as a list with each lesion's latest case."""
    patient = get_object_or_404(patients_visible_to(request.user), pk=patient_id)
    if survivor := to_survivor(request, patient):
        return survivor
    everything = [present_lesion(lesion) for lesion in numbered(lesions_with_latest_results(request.user, patient))]
    tabs = region_tabs(everything, request.GET.get("region", ""))
    rows = narrowed(everything, tabs)
    context = {
        "section": "patients",
        "patient": patient,
        "dots": dots([row.lesion for row in rows], states={row.lesion.pk: row.state for row in rows}),
        "regions": region_links(),
        "off_the_map": sites_off_the_map(),
        "legend": legend([row.state for row in rows if row.lesion.body_view]),
        "tabs": tabs,
        "total": len(everything),
        "rows": rows,
        "lesions": [row.lesion for row in everything],
        "without_point": [row for row in rows if not row.lesion.body_view],
        "hold": holds_on(patient).first(),
        "may_write": may(request.user, Act.WRITE_RECORD),
    }
    return render(request, "cases/patient.html", context)
