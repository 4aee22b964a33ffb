"""/api/patients/<id>/merge/ and /api/patients/<id>/unmerge/"""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.roles import Act, may
from cases.api.record_view_set import RecordView
from cases.api.serializers.merge import MergeSerializer
from cases.api.serializers.patient import PatientSerializer
from cases.models import Patient
from cases.selectors import patients_visible_to
from cases.services.merge_patients import merge_patients
from cases.services.unmerge_patients import unmerge_patients


class _OfPatient(RecordView, APIView):
    def get_patient(self) -> Patient:
        """A foreign patient is not there, for whoever asks; an own one is for administrators to merge."""
        patient = get_object_or_404(patients_visible_to(self.request.user), pk=self.kwargs["patient_id"])
        if not may(self.request.user, Act.ADMINISTER):
            raise PermissionDenied
        return patient


class MergePatients(_OfPatient):
    """Two registrations were one person."""

    @extend_schema(
        summary="Merge a registration into this patient", request=MergeSerializer, responses=PatientSerializer
    )
    def post(self, request: Request, patient_id: int) -> Response:
        """Administrators only. The lesions of `merge` move here; 400 `same_patient`, `merged_already`, `has_merged`."""
        keep = self.get_patient()
        asked = MergeSerializer(data=request.data, context={"request": request})
        asked.is_valid(raise_exception=True)
        kept = merge_patients(keep=keep, by=request.user, **asked.validated_data)
        return Response(PatientSerializer(kept, context={"request": request}).data)


class UnmergePatients(_OfPatient):
    """Two registrations were two persons after all."""

    @extend_schema(summary="Undo the merge of this patient", request=None, responses=PatientSerializer)
    def post(self, request: Request, patient_id: int) -> Response:
        """Administrators only. The lesions that moved come back; 400 `not_merged`, `changed_since`."""
        merged = unmerge_patients(merged=self.get_patient(), by=request.user)
        return Response(PatientSerializer(merged, context={"request": request}).data)
