"""Switching an account on again."""

from accounts.models import AuditEvent
from accounts.services.activate_user import activate_user
from accounts.services.check_credentials import check_credentials
from accounts.services.deactivate_user import deactivate_user
from tests.factories import PASSWORD


def test_it_signs_in_again(ana, admin_a):
    deactivate_user(user=ana, by=admin_a)
    assert activate_user(user=ana, by=admin_a) is True
    assert check_credentials(email=ana.email, password=PASSWORD) == ana


def test_on_twice_is_on_once(ana, admin_a):
    assert activate_user(user=ana, by=admin_a) is False
    assert not AuditEvent.objects.exists()
