"""/api/patients/<id>/erase/, /api/patients/<id>/hold/, /api/patients/<id>/hold/lift/ and /api/retention/"""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.roles import Act, may
from cases.api.administered_patient import AdministeredPatient
from cases.api.pages import RecordPages
from cases.api.record_view_set import RecordView
from cases.api.serializers.erasure import (
    DueSerializer,
    EraseSerializer,
    ErasureSerializer,
    LegalHoldSerializer,
    ReasonSerializer,
    WhatWillGoSerializer,
)
from cases.models import Patient
from cases.selectors import patients_visible_to
from cases.selectors.held import holds_on
from cases.selectors.retention import due_for_erasure
from cases.selectors.whole_record import whole_record
from cases.services.erase_patient import erase_patient
from cases.services.lift_hold import lift_hold
from cases.services.place_hold import place_hold


class ErasePatient(AdministeredPatient):
    """A patient's record, with all files, goes for good."""

    @extend_schema(summary="See what an erasure would remove", responses=WhatWillGoSerializer)
    def get(self, request: Request, patient_id: int) -> Response:
        """Administrators only. Nothing is removed."""
        patient = self.get_patient()
        found = {"counts": whole_record(patient).counts(), "on_hold": holds_on(patient).exists()}
        return Response(WhatWillGoSerializer(found).data)

    @extend_schema(summary="Erase a patient's record", request=EraseSerializer, responses=ErasureSerializer)
    def post(self, request: Request, patient_id: int) -> Response:
        """Administrators only, and nobody can bring it back. 400 `another_number`, `legal_hold`, `merged`."""
        patient = self.get_patient()
        asked = EraseSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if asked.validated_data["record_number"] != patient.record_number:
            sentence = "This is not the record number of this patient."
            raise ValidationError({"record_number": ValidationError(sentence, code="another_number")})
        erasure = erase_patient(patient=patient, why=asked.validated_data["why"], by=request.user)
        return Response(ErasureSerializer(erasure).data)


class HoldPatient(AdministeredPatient):
    """On legal hold a record cannot be erased and is never due."""

    @extend_schema(
        summary="List the legal holds on a patient",
        operation_id="patients_holds_list",
        responses=LegalHoldSerializer(many=True),
    )
    def get(self, request: Request, patient_id: int) -> Response:
        """Administrators only. The newest first, lifted ones too."""
        return Response(LegalHoldSerializer(self.get_patient().legal_holds.all(), many=True).data)

    @extend_schema(
        summary="Place a legal hold", request=ReasonSerializer, responses={status.HTTP_201_CREATED: LegalHoldSerializer}
    )
    def post(self, request: Request, patient_id: int) -> Response:
        """Administrators only. 400 `held_already`, `merged`."""
        patient = self.get_patient()
        asked = ReasonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        hold = place_hold(patient=patient, by=request.user, **asked.validated_data)
        return Response(LegalHoldSerializer(hold).data, status=status.HTTP_201_CREATED)


class LiftHold(AdministeredPatient):
    """The end of a legal hold."""

    @extend_schema(summary="Lift a legal hold", request=ReasonSerializer, responses={204: None})
    def post(self, request: Request, patient_id: int) -> Response:
        """Administrators only. 400 `not_held`."""
        patient = self.get_patient()
        asked = ReasonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        lift_hold(patient=patient, by=request.user, **asked.validated_data)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Retention(RecordView, ListAPIView):
    """Records of one's clinic whose last visit is longer ago than it keeps records; none goes by itself."""

    serializer_class = DueSerializer
    pagination_class = RecordPages
    filter_backends = ()

    def get_queryset(self) -> QuerySet[Patient]:
        """For administrators; the oldest first."""
        user = self.request.user
        if getattr(self, "swagger_fake_view", False):
            return Patient._meta.default_manager.none()
        if not may(user, Act.ADMINISTER):
            raise PermissionDenied
        patients = patients_visible_to(user)
        return due_for_erasure(patients, user.clinic) if user.clinic else patients.none()

    @extend_schema(summary="List the records due for erasure", operation_id="retention_list")
    def get(self, request: Request, *args, **kwargs) -> Response:
        """Administrators only."""
        return super().get(request, *args, **kwargs)
