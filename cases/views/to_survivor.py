"""The way from a patient who was merged into another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect

from cases.models import Patient


def to_survivor(request: HttpRequest, patient: Patient) -> HttpResponseRedirect | None:
    """To the page of the patient who has this one's lesions now, saying so; None for who was never merged."""
    if patient.merged_into_id is None:
        return None
    messages.info(request, f"Record number {patient.record_number} was merged into this patient.")
    return redirect("cases:patient", patient.merged_into_id)
