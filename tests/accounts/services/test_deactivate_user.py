"""Switching an account off ends its sessions and tokens; what it did stays."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import AuditEvent, RefreshToken
from accounts.services.check_credentials import check_credentials
from accounts.services.deactivate_user import deactivate_user
from accounts.services.issue_tokens import issue_tokens
from tests.factories import PASSWORD


def test_sessions_and_tokens_end(ana, bo, admin_a, client):
    client.force_login(ana)
    issue_tokens(user=ana)
    issue_tokens(user=ana)
    issue_tokens(user=bo)
    assert deactivate_user(user=ana, by=admin_a) is True
    page = client.get(reverse("accounts:change_password"))
    assert (page.status_code, page.url.split("?")[0]) == (302, reverse("accounts:sign_in"))
    alive = RefreshToken.objects.filter(revoked_at__isnull=True)
    assert [token.user for token in alive] == [bo]
    with pytest.raises(ValidationError):
        check_credentials(email=ana.email, password=PASSWORD)
    event = AuditEvent.objects.get(act="user.switched_off")
    assert (event.user_id, event.object_id, event.clinic_id) == (admin_a.pk, ana.pk, ana.clinic_id)


def test_off_twice_is_off_once(ana, admin_a):
    assert deactivate_user(user=ana, by=admin_a) is True
    assert deactivate_user(user=ana, by=admin_a) is False
    assert AuditEvent.objects.filter(act="user.switched_off").count() == 1


def test_nobody_locks_themselves_out(admin_a):
    with pytest.raises(ValidationError) as refused:
        deactivate_user(user=admin_a, by=admin_a)
    assert refused.value.code == "own_account"
    admin_a.refresh_from_db()
    assert admin_a.is_active
