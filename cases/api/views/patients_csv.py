"""/api/patients/csv/"""

from dataclasses import asdict

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.roles import Act
from cases.api.record_view_set import RecordView
from cases.api.serializers.merge import PatientsCsvResultSerializer, PatientsCsvSerializer
from cases.api.served_file import AnyAccept
from cases.csv_rows import csv_response
from cases.selectors import patients_visible_to
from cases.services.export_patients import COLUMNS, export_patients
from cases.services.import_patients import import_patients


class PatientsCsv(RecordView, APIView):
    """Patients as a table, out and in; for administrators."""

    acts = {"GET": Act.ADMINISTER, "POST": Act.ADMINISTER}
    limits = {"GET": "exports"}
    parser_classes = [MultiPartParser]
    content_negotiation_class = AnyAccept

    @extend_schema(
        summary="Export patients as CSV",
        operation_id="patients_csv_export",
        responses={(200, "text/csv"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        """Every patient of the clinic, registrations that were merged into another left out."""
        patients = patients_visible_to(request.user).filter(merged_into=None)
        return csv_response("patients.csv", COLUMNS, export_patients(patients=patients, by=request.user))

    @extend_schema(
        summary="Import patients from CSV",
        operation_id="patients_csv_import",
        request={"multipart/form-data": PatientsCsvSerializer},
        responses=PatientsCsvResultSerializer,
    )
    def post(self, request: Request) -> Response:
        """Register new record numbers, change known ones; with an error in any row nothing is stored."""
        if request.user.clinic is None:
            raise PermissionDenied("An account without a clinic has no patients to import.")
        asked = PatientsCsvSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        data, dry_run = asked.validated_data["file"], asked.validated_data["dry_run"]
        result = import_patients(clinic=request.user.clinic, data=data, dry_run=dry_run, by=request.user)
        return Response(PatientsCsvResultSerializer(asdict(result)).data)
