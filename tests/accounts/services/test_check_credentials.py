"""E-mail and password: one neutral sentence for everybody who does not know the password."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent, User
from accounts.services.check_credentials import WRONG, check_credentials
from tests.factories import PASSWORD


def refusal(email, password) -> ValidationError:
    with pytest.raises(ValidationError) as refused:
        check_credentials(email=email, password=password)
    return refused.value


@pytest.mark.parametrize("typed", ["ana@clinic-a.example", "  Ana@Clinic-A.example "])
def test_gives_the_account_however_the_address_is_typed(ana, typed):
    assert check_credentials(email=typed, password=PASSWORD) == ana
    assert not AuditEvent.objects.exists()


def test_a_wrong_password_an_unknown_address_and_a_switched_off_account_sound_the_same(ana, bo):
    User.objects.filter(pk=bo.pk).update(is_active=False)
    refusals = [
        refusal(ana.email, "not the passphrase"),
        refusal("nobody@clinic-a.example", PASSWORD),
        refusal(bo.email, PASSWORD),
    ]
    assert {(r.message, r.code) for r in refusals} == {(refusals[0].message, "wrong_credentials")}


def test_a_waiting_person_hears_the_same_with_the_right_password(ana):
    """They may have signed up for an address that is not theirs, and had an account before."""
    User.objects.filter(pk=ana.pk).update(approved_at=None)
    right, wrong = refusal(ana.email, PASSWORD), refusal(ana.email, "not the passphrase")
    assert (right.message, right.code) == (wrong.message, wrong.code) == (WRONG, "wrong_credentials")
    assert list(AuditEvent.objects.values_list("detail__reason", flat=True)) == ["wrong_password", "waiting"]


def test_a_refusal_is_kept_with_the_account_but_without_what_was_typed(ana):
    refusal(ana.email, "not the passphrase")
    refusal("nobody@clinic-a.example", "not the passphrase")
    unknown, known = AuditEvent.objects.all()
    assert (known.act, known.object_type, known.object_id) == ("user.sign_in_failed", "user", ana.pk)
    assert (known.clinic_id, known.user_id, known.detail) == (ana.clinic_id, None, {"reason": "wrong_password"})
    assert (unknown.object_id, unknown.clinic_id, unknown.user_email) == (None, None, "")
    assert unknown.detail == {"reason": "unknown"}


class CountingHasher(MD5PasswordHasher):
    """The fast hasher of the tests, counting its runs: each is one piece of equal work."""

    algorithm = "md5"
    runs = 0

    def encode(self, password, salt):
        type(self).runs += 1
        return super().encode(password, salt)


def test_an_unknown_address_costs_the_same_work_as_a_wrong_password(ana, settings):
    settings.PASSWORD_HASHERS = [f"{CountingHasher.__module__}.{CountingHasher.__name__}"]
    work = []
    for email in (ana.email, "nobody@clinic-a.example"):
        CountingHasher.runs = 0
        refusal(email, "not the passphrase")
        work.append(CountingHasher.runs)
    assert work == [1, 1]
