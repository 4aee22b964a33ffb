"""Rows of the clinical record, one noun a file."""

from cases.models.break_glass import BreakGlass
from cases.models.case import Case
from cases.models.erasure import Erasure
from cases.models.import_row import ImportRow
from cases.models.import_run import ImportRun
from cases.models.legal_hold import LegalHold
from cases.models.lesion import Lesion
from cases.models.lesion_image import LesionImage
from cases.models.lost_to_follow_up import LostToFollowUp
from cases.models.pathology import Pathology
from cases.models.patient import Patient
from cases.models.patient_term import PatientTerm
from cases.models.review import Review

__all__ = [
    "BreakGlass",
    "Case",
    "Erasure",
    "ImportRow",
    "ImportRun",
    "LegalHold",
    "Lesion",
    "LesionImage",
    "LostToFollowUp",
    "Pathology",
    "Patient",
    "PatientTerm",
    "Review",
]
