"""The one table of who may do what; pages, API and admin read it."""

from enum import StrEnum

from django.db import models

from accounts.glass import foreign_patient


class Role(models.TextChoices):
    """What somebody is at their clinic."""

    CLINICIAN = "clinician", "Clinician"
    ADMIN = "admin", "Administrator"


class Act(StrEnum):
    """Something a person may or may not do, always inside their own clinic."""

    SEE_RECORD = "see_record"
    WRITE_RECORD = "write_record"
    ANALYSE = "analyse"
    ADMINISTER = "administer"


MAY: dict[Role, frozenset[Act]] = {
    Role.CLINICIAN: frozenset({Act.SEE_RECORD, Act.WRITE_RECORD, Act.ANALYSE}),
    Role.ADMIN: frozenset(Act),
}


def may(user, act: Act) -> bool:
    """Whether `user` may do `act`: an active, approved account whose role the table allows. Anonymous may nothing.

    Who looks at a foreign patient through broken glass may do nothing else in that request.
    """
    allowed = bool(
        user.is_authenticated
        and user.is_active
        and user.approved_at is not None
        and act in MAY.get(user.role, frozenset())
    )
    return allowed and (act is Act.SEE_RECORD or foreign_patient(user) is None)
