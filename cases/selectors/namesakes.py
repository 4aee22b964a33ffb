"""Who may be the same person."""

import re
from datetime import date

from accounts.models import Clinic
from cases.models import Patient
from cases.selectors.visible import current_patients_visible_to


def namesakes(user, *, clinic: Clinic, name: str, birth_date: date | None) -> list[Patient]:
    """Patients of `clinic` with the same name, in any order and spelling of case, and the same birth date.

    Without a birth date there are none: a name alone says too little.
    """
    if birth_date is None:
        return []
    born_then = current_patients_visible_to(user).filter(clinic=clinic, birth_date=birth_date)
    return [patient for patient in born_then if _words(patient.name) == _words(name)]


def _words(name: str) -> list[str]:
    # in Python: SQLite knows no case beyond ASCII
    return sorted(re.findall(r"\w+", name.casefold()))
