"""Who must have a second factor."""

from django.conf import settings

from accounts.models import User
from accounts.roles import Role


def must_have_factor(user: User) -> bool:
    """Administrators, who see and change everybody's account; unless the operator put it off."""
    return not settings.SECOND_FACTOR_LATER and is_meant(user)


def is_meant(user: User) -> bool:
    """The same whether or not it was put off."""
    return user.is_authenticated and (user.role == Role.ADMIN or user.is_superuser)


def lacks_factor(user: User) -> bool:
    """Must have one and has none: nothing works for them but setting it up."""
    return must_have_factor(user) and not user.has_second_factor
