"""The one table of who may do what; pages, API and admin read it."""

from enum import StrEnum

from django.db import models


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
    """Whether `user` may do `act`: an active, approved account whose role the table allows. Anonymous may nothing."""
    return bool(
        user.is_authenticated
        and user.is_active
        and user.approved_at is not None
        and act in MAY.get(user.role, frozenset())
    )
