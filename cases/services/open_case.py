"""A case is opened about a lesion."""

from accounts.models import User
from cases.models import Case, Lesion
from cases.services.save_record import save_record


def open_case(*, lesion: Lesion, reason: str = "", by: User) -> Case:
    """A new, empty case, with the audit event "case.opened".

    Raises:
        django.core.exceptions.ValidationError: the reason is too long.
    """
    case = Case(lesion=lesion, opened_by=by, reason=reason)
    return save_record(row=case, act="case.opened", by=by, clinic_id=lesion.patient.clinic_id)
