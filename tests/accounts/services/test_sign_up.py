"""Asking for an account: it waits; a known address is told to its owner only."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.models import AuditEvent, User
from accounts.services.check_credentials import check_credentials
from accounts.services.sign_up import sign_up

NEW = {"email": "Dan@Clinic-A.example ", "full_name": "Dan Dahl", "password": "horse-battery-staple"}


def test_makes_an_account_that_waits(clinic_a, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sign_up(clinic=clinic_a, **NEW)
    user = User.objects.get(email="dan@clinic-a.example")
    assert (user.approved_at, user.is_active, user.role, user.is_superuser) == (None, True, "clinician", False)
    with pytest.raises(ValidationError, match="waits for approval"):
        check_credentials(email=user.email, password=NEW["password"])
    event = AuditEvent.objects.get(act="user.signed_up")
    assert (event.object_id, event.clinic_id, event.detail) == (user.pk, clinic_a.pk, {})
    (letter,) = mail.outbox
    assert letter.to == ["dan@clinic-a.example"]
    assert letter.subject == "Your account waits for approval"
    assert "Clinic A" in letter.body


def test_a_known_address_keeps_its_account_and_its_owner_gets_a_letter(ana, clinic_b):
    before = User.objects.filter(pk=ana.pk).values().get()
    sign_up(clinic=clinic_b, email="ANA@clinic-a.example", full_name="Mallory", password="horse-battery-staple")
    assert User.objects.filter(pk=ana.pk).values().get() == before
    assert User.objects.count() == 1
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([ana.email], "You have an account already")
    assert "Mallory" not in letter.body
    event = AuditEvent.objects.get(act="user.signed_up_again")
    assert (event.object_id, event.clinic_id) == (ana.pk, ana.clinic_id)


def test_another_broken_promise_of_the_database_is_not_taken_for_a_known_address(db):
    with pytest.raises(IntegrityError):
        sign_up(clinic=None, **NEW)
    assert mail.outbox == []


def test_a_mail_server_that_is_down_does_not_undo_the_account(
    clinic_a, settings, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # the discard port: nobody listens
    with django_capture_on_commit_callbacks(execute=True):
        sign_up(clinic=clinic_a, **NEW)
    user = User.objects.get(email="dan@clinic-a.example")
    assert f"user {user.pk} was not taken" in caplog.text
    assert "dan@" not in caplog.text
