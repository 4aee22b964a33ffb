"""Django admin of the clinical record, one noun a file; importing a file registers its noun."""

from cases.admin.batch_run import BatchRunOfRecordAdmin
from cases.admin.break_glass import BreakGlassAdmin
from cases.admin.case import CaseAdmin
from cases.admin.erasure import ErasureAdmin, LegalHoldAdmin
from cases.admin.lesion import LesionAdmin
from cases.admin.lesion_image import LesionImageAdmin
from cases.admin.pathology import PathologyAdmin
from cases.admin.patient import PatientAdmin
from cases.admin.review import ReviewAdmin

__all__ = [
    "BatchRunOfRecordAdmin",
    "BreakGlassAdmin",
    "CaseAdmin",
    "ErasureAdmin",
    "LegalHoldAdmin",
    "LesionAdmin",
    "LesionImageAdmin",
    "PathologyAdmin",
    "PatientAdmin",
    "ReviewAdmin",
]
