"""/api/patients/<id>/export/"""

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from cases.api.served_file import FileView
from cases.selectors import patients_visible_to
from cases.services.export_patient import export_patient


class PatientExport(FileView):
    """A ZIP of all rows and pictures of a patient (docs/exports.md); `images.csv` in it can be imported again.

    Results that wait for a clinician's impression are left out.
    """

    limits = {"GET": "exports"}

    @extend_schema(
        summary="Export a patient",
        operation_id="patients_export_retrieve",
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, patient_id: int) -> FileResponse:
        """The bytes of the file."""
        patient = get_object_or_404(patients_visible_to(request.user), pk=patient_id)
        file = export_patient(patient=patient, by=request.user)
        return self.answer(file, "application/zip", f"patient-{patient.pk}.zip", as_attachment=True)
