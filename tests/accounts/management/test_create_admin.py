"""The first start of a real site."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from accounts.management.commands.create_admin import Command
from accounts.models import AuditEvent, Clinic, User
from accounts.services.check_credentials import check_credentials

PASSWORD = "horse-battery-staple"


@pytest.fixture
def create(db, monkeypatch):
    def run(password=PASSWORD, **options):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
        out = io.StringIO()
        options = {"email": "Eva@Clinic-C.example", "name": "Eva Eder", "clinic": "Clinic C", **options}
        call_command("create_admin", stdout=out, **options)
        return out.getvalue()

    return run


def test_makes_the_clinic_and_an_administrator_who_can_sign_in(create):
    assert "eva@clinic-c.example may sign in" in create()
    user = check_credentials(email="eva@clinic-c.example", password=PASSWORD)
    assert (user.clinic.name, user.role, user.is_staff, user.is_superuser) == ("Clinic C", "admin", True, False)
    assert set(AuditEvent.objects.values_list("act", flat=True)) == {"clinic.added", "user.added"}


def test_joins_a_clinic_that_is_there_however_it_is_written(create, clinic_a):
    create(clinic="clinic a ")
    assert Clinic.objects.get().users.get().email == "eva@clinic-c.example"


def test_a_superuser_looks_after_every_clinic(create):
    create(superuser=True)
    assert User.objects.get().is_superuser


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"password": "short"}, "too short"),
        ({"password": ""}, "too short"),
        ({"email": "eva"}, "valid email"),
        ({"email": "ana@clinic-a.example"}, "already exists"),
        ({"clinic": " "}, "cannot be blank"),
        ({"name": " "}, "cannot be blank"),
    ],
)
def test_refuses_in_a_sentence_and_makes_nothing_by_halves(create, ana, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        create(**options)
    assert User.objects.get() == ana
    assert Clinic.objects.get() == ana.clinic


def test_the_password_is_not_an_argument():
    """Arguments stand in the shell's history and in the list of processes."""
    usage = Command().create_parser("manage.py", "create_admin").format_help()
    assert "--email" in usage
    assert "--password" not in usage


class Terminal(io.StringIO):
    """A standard input with a person before it."""

    def isatty(self) -> bool:
        """Somebody types."""
        return True


@pytest.mark.parametrize(("again", "made"), [(PASSWORD, True), ("horse-battery-stapler", False)])
def test_a_person_types_it_twice(db, monkeypatch, again, made):
    typed = iter([PASSWORD, again])
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("accounts.management.commands.create_admin.getpass", lambda prompt: next(typed))
    who = {"email": "eva@clinic-c.example", "name": "Eva Eder", "clinic": "Clinic C"}
    if made:
        call_command("create_admin", stdout=io.StringIO(), **who)
    else:
        with pytest.raises(CommandError, match="not the same"):
            call_command("create_admin", **who)
    assert User.objects.exists() is made
