"""A patient's whole record as a ZIP."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.roles import Act
from accounts.views.limited import limited
from accounts.views.requires import requires
from cases.selectors import patients_visible_to
from cases.services.export_patient import export_patient as pack


@require_safe
@requires(Act.SEE_RECORD)
@limited("exports")
def export_patient(request, patient_id: int) -> FileResponse:
    """The file; its name says nothing about the patient."""
    patient = get_object_or_404(patients_visible_to(request.user), pk=patient_id)
    file = pack(patient=patient, by=request.user)
    return FileResponse(file, content_type="application/zip", filename=f"patient-{patient.pk}.zip", as_attachment=True)
