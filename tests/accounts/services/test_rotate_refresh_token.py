"""A refresh token works once; a second use ends the whole family."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from rest_framework_simplejwt.tokens import AccessToken

from accounts.models import AuditEvent, RefreshToken, User
from accounts.services.deactivate_user import deactivate_user
from accounts.services.issue_tokens import issue_tokens
from accounts.services.revoke_tokens import revoke_tokens
from accounts.services.rotate_refresh_token import rotate_refresh_token


def assert_refused(refresh: str) -> None:
    with pytest.raises(ValidationError) as refused:
        rotate_refresh_token(refresh=refresh)
    assert refused.value.code == "token_refused"


def test_gives_a_new_pair_of_the_same_family(ana):
    first = issue_tokens(user=ana)
    second = rotate_refresh_token(refresh=first.refresh)
    third = rotate_refresh_token(refresh=second.refresh)
    assert len({first.refresh, second.refresh, third.refresh, first.access, second.access, third.access}) == 6
    assert RefreshToken.objects.values("family").distinct().count() == 1
    assert RefreshToken.objects.filter(used_at__isnull=True).count() == 1


def test_a_second_use_ends_the_family_and_leaves_other_sign_ins_alone(ana):
    elsewhere = issue_tokens(user=ana)
    first = issue_tokens(user=ana)
    second = rotate_refresh_token(refresh=first.refresh)
    assert_refused(first.refresh)
    assert_refused(second.refresh)
    assert set(RefreshToken.objects.exclude(revoked_at=None).values_list("revoked_because", flat=True)) == {"reused"}
    event = AuditEvent.objects.get(act="user.token_reused")
    assert (event.object_type, event.object_id, event.clinic_id) == ("user", ana.pk, ana.clinic_id)
    assert rotate_refresh_token(refresh=elsewhere.refresh)


def test_what_is_not_a_good_refresh_token_is_refused_and_uses_nothing_up(ana):
    pair = issue_tokens(user=ana)
    for bad in ("", "not.a.token", pair.access, pair.refresh[:-3] + "abc"):
        assert_refused(bad)
    assert rotate_refresh_token(refresh=pair.refresh)


def test_an_expired_row_is_refused(ana):
    pair = issue_tokens(user=ana)
    RefreshToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert_refused(pair.refresh)
    assert not RefreshToken.objects.filter(used_at__isnull=False).exists()


@pytest.mark.parametrize("state", [{"is_active": False}, {"approved_at": None}], ids=["off", "waiting again"])
def test_an_account_that_may_not_sign_in_gets_no_new_pair(ana, state):
    pair = issue_tokens(user=ana)
    User.objects.filter(pk=ana.pk).update(**state)
    assert_refused(pair.refresh)
    assert RefreshToken.objects.count() == 1


def test_a_password_set_behind_our_back_ends_the_token(ana):
    """`manage.py changepassword` knows nothing of our tables."""
    pair = issue_tokens(user=ana)
    ana.set_password("another-long-passphrase")
    ana.save()
    assert_refused(pair.refresh)


def test_a_revoked_token_is_refused_without_a_false_alarm(ana):
    pair = issue_tokens(user=ana)
    revoke_tokens(user=ana, because="signed_out")
    assert_refused(pair.refresh)
    assert RefreshToken.objects.get().used_at is None
    assert not AuditEvent.objects.filter(act="user.token_reused").exists()


def test_a_row_that_slipped_into_an_ended_family_does_not_revive_it(ana):
    """Switching off may run between another request's use and its new row."""
    first = issue_tokens(user=ana)
    late = rotate_refresh_token(refresh=first.refresh)
    RefreshToken.objects.filter(used_at__isnull=False).update(revoked_at=timezone.now(), revoked_because="switched_off")
    assert_refused(late.refresh)


def test_switched_on_again_old_tokens_stay_dead(ana, admin_a):
    pair = issue_tokens(user=ana)
    deactivate_user(user=ana, by=admin_a)
    User.objects.filter(pk=ana.pk).update(is_active=True)
    assert_refused(pair.refresh)


def test_a_deleted_account_is_refused(ana):
    pair = issue_tokens(user=ana)
    ana.delete()
    assert_refused(pair.refresh)


def test_the_table_knows_no_token_and_forgets_the_old_ones(ana):
    pair = issue_tokens(user=ana)
    row = RefreshToken.objects.get()
    assert row.jti_sha256 not in pair.refresh
    assert AccessToken(pair.access)["family"] == str(row.family)
    RefreshToken.objects.update(expires_at=timezone.now() - timedelta(days=2))
    issue_tokens(user=ana)
    assert RefreshToken.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_sixteen_at_once_exactly_one_wins(ana):
    """Real threads on a real database, each with its own connection; afterwards nobody holds a living token."""
    pair = issue_tokens(user=ana)
    start, outcomes = threading.Barrier(16), []

    def refresh():
        try:
            start.wait()
            outcomes.append(rotate_refresh_token(refresh=pair.refresh))
        except ValidationError as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=refresh) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 16
    assert outcomes.count("token_refused") == 15
    assert RefreshToken.objects.count() == 2
    assert not RefreshToken.objects.filter(revoked_at__isnull=True).exists()
    assert AuditEvent.objects.filter(act="user.token_reused").count() == 1
