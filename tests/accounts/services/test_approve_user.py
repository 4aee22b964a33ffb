"""Letting somebody in, once."""

from django.core import mail

from accounts.models import AuditEvent, User
from accounts.services.approve_user import approve_user
from accounts.services.check_credentials import check_credentials
from tests.factories import PASSWORD


def test_the_account_signs_in_from_then_on(ana, admin_a, django_capture_on_commit_callbacks):
    User.objects.filter(pk=ana.pk).update(approved_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        assert approve_user(user=ana, by=admin_a) is True
    assert ana.approved_by == admin_a
    assert check_credentials(email=ana.email, password=PASSWORD) == ana
    event = AuditEvent.objects.get()
    assert (event.act, event.user_id, event.object_id) == ("user.approved", admin_a.pk, ana.pk)
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [([ana.email], "Your account is approved")]


def test_the_second_administrator_changes_nothing(ana, admin_a, admin_b, django_capture_on_commit_callbacks):
    User.objects.filter(pk=ana.pk).update(approved_by=admin_a)
    with django_capture_on_commit_callbacks(execute=True):
        assert approve_user(user=ana, by=admin_b) is False
    ana.refresh_from_db()
    assert ana.approved_by == admin_a
    assert mail.outbox == []
    assert not AuditEvent.objects.exists()
