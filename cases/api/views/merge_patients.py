"""/api/patients/<id>/merge/ and /api/patients/<id>/unmerge/"""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.administered_patient import AdministeredPatient
from cases.api.serializers.merge import MergeSerializer
from cases.api.serializers.patient import PatientSerializer
from cases.services.merge_patients import merge_patients
from cases.services.unmerge_patients import unmerge_patients


class MergePatients(AdministeredPatient):
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


class UnmergePatients(AdministeredPatient):
    """Two registrations were two persons after all."""

    @extend_schema(summary="Undo the merge of this patient", request=None, responses=PatientSerializer)
    def post(self, request: Request, patient_id: int) -> Response:
        """Administrators only. The lesions that moved come back; 400 `not_merged`, `changed_since`."""
        merged = unmerge_patients(merged=self.get_patient(), by=request.user)
        return Response(PatientSerializer(merged, context={"request": request}).data)
