"""What only administrators do with a patient."""

from django.shortcuts import get_object_or_404
from rest_framework.exceptions import PermissionDenied
from rest_framework.views import APIView

from accounts.roles import Act, may
from cases.api.record_view_set import RecordView
from cases.models import Patient
from cases.selectors import patients_visible_to


class AdministeredPatient(RecordView, APIView):
    """Subclasses answer for the patient in the address."""

    def get_patient(self) -> Patient:
        """A foreign patient is not there, for whoever asks; an own one is for administrators."""
        patient = get_object_or_404(patients_visible_to(self.request.user), pk=self.kwargs["patient_id"])
        if not may(self.request.user, Act.ADMINISTER):
            raise PermissionDenied
        return patient
