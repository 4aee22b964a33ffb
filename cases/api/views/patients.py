"""/api/patients/"""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view

from cases.api.blame_field import blame_field
from cases.api.examples import PATIENT
from cases.api.filters.patients import PatientFilters
from cases.api.record_view_set import RecordViewSet
from cases.api.serializers.patient import PatientSerializer
from cases.models import Patient
from cases.selectors import current_patients_visible_to, in_reading_order, patients_visible_to
from cases.services.change_patient import change_patient
from cases.services.register_patient import register_patient


@extend_schema_view(
    list=extend_schema(summary="Find patients"),
    create=extend_schema(summary="Register a patient", examples=[PATIENT]),
    retrieve=extend_schema(summary="Read a patient"),
    partial_update=extend_schema(summary="Change a patient"),
)
class PatientViewSet(RecordViewSet):
    """The patients of one's clinic."""

    serializer_class = PatientSerializer
    filterset_class = PatientFilters
    lookup_url_kwarg = "patient_id"

    def get_queryset(self) -> QuerySet[Patient]:
        """Those of the asking person's clinic; lists leave out who was merged into another."""
        if self.action == "list":
            return current_patients_visible_to(self.request.user).order_by("name", "pk")
        return patients_visible_to(self.request.user)

    def paginate_queryset(self, queryset: QuerySet[Patient]):
        """By name unless another order was asked for."""
        return super().paginate_queryset(in_reading_order(queryset))

    def make(self, **fields: Any) -> Patient:
        """Register the patient at the asking person's clinic."""
        with blame_field("record_number", code="unique"):
            return register_patient(clinic=self.request.user.clinic, by=self.request.user, **fields)

    def change(self, row: Patient, **changes: Any) -> Patient:
        """Change the patient's details."""
        changes.pop("unless_known", None)  # asked when registering
        with blame_field("record_number", code="unique"):
            return change_patient(patient=row, by=self.request.user, **changes)
