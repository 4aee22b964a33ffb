"""Who may do what, as a table beside the table."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from accounts.roles import Act, Role, may

EXPECTED = {
    (Role.CLINICIAN, Act.SEE_RECORD): True,
    (Role.CLINICIAN, Act.WRITE_RECORD): True,
    (Role.CLINICIAN, Act.ANALYSE): True,
    (Role.CLINICIAN, Act.ADMINISTER): False,
    (Role.ADMIN, Act.SEE_RECORD): True,
    (Role.ADMIN, Act.WRITE_RECORD): True,
    (Role.ADMIN, Act.ANALYSE): True,
    (Role.ADMIN, Act.ADMINISTER): True,
}


def test_every_role_and_act_is_decided_here():
    """A new role or act must be thought about, not inherit something."""
    assert set(EXPECTED) == set(product(Role, Act))


@pytest.mark.parametrize(("role", "act"), list(product(Role, Act)))
def test_an_approved_active_account_may_what_its_role_allows(role, act):
    user = User(role=role, approved_at=timezone.now(), is_active=True)
    assert may(user, act) is EXPECTED[role, act]


@pytest.mark.parametrize(("role", "act"), list(product(Role, Act)))
@pytest.mark.parametrize(
    "state", [{"approved_at": None}, {"is_active": False}, {"role": "retired"}], ids=["waiting", "off", "unknown role"]
)
def test_an_account_that_may_not_sign_in_may_nothing(role, act, state):
    user = User(**({"role": role, "approved_at": timezone.now(), "is_active": True, "is_superuser": True} | state))
    assert may(user, act) is False


@pytest.mark.parametrize("act", list(Act))
def test_strangers_may_nothing(act):
    assert may(AnonymousUser(), act) is False
