"""What ends somebody's access ends it everywhere, with the next request: tokens, refresh tokens and sessions."""

import json
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import serializers
from django.test import Client
from django.urls import reverse
from rest_framework_simplejwt.tokens import RefreshToken as Signed

from accounts.models import Clinic, RefreshToken, User
from accounts.second_factor.secret import new_seed, totp
from accounts.services.activate_user import activate_user
from accounts.services.change_password import change_password
from accounts.services.deactivate_user import deactivate_user
from accounts.services.reset_second_factor import reset_second_factor
from accounts.services.rotate_refresh_token import rotate_refresh_token
from accounts.services.set_up_second_factor import set_up_second_factor
from tests.analysis.at_once import at_once
from tests.factories import PASSWORD

ME, TOKEN, REFRESH = reverse("api-me"), reverse("api-token"), reverse("api-token-refresh")


class Browser:
    """Somebody signed in on a page and with a program."""

    def __init__(self, user: User):
        self.client = Client()
        self.client.post(reverse("accounts:sign_in"), {"username": user.email, "password": PASSWORD})
        pair = self.client.post(TOKEN, {"email": user.email, "password": PASSWORD}, "application/json").json()
        self.access, self.refresh = pair["access"], pair["refresh"]

    def me(self) -> int:
        return Client().get(ME, headers={"Authorization": f"Bearer {self.access}"}).status_code

    def page(self) -> int:
        return self.client.get(reverse("accounts:change_password")).status_code

    def next_pair(self) -> int:
        return Client().post(REFRESH, {"refresh": self.refresh}, "application/json").status_code


def off_and_on_again(user, admin):
    deactivate_user(user=user, by=admin)
    activate_user(user=user, by=admin)


def in_the_admin(user, admin):
    browser = Client()
    browser.force_login(admin)
    address = reverse("admin:accounts_user_change", args=[user.pk])
    form = {"email": user.email, "full_name": user.full_name, "role": "admin", "clinic": user.clinic_id}
    assert browser.post(address, form).status_code == 302


def set_up_factor(user, admin):
    seed = new_seed()
    set_up_second_factor(user=User.objects.get(pk=user.pk), seed=seed, code=totp(seed).now())


def reset_factor(user, admin):
    set_up_factor(user, admin)
    reset_second_factor(user=user, by=admin, through="admin")


ENDINGS = {
    "password changed": lambda user, admin: change_password(
        user=user, password="horse-battery-staple", by=user, through="page"
    ),
    "role changed": lambda user, admin: User.objects.filter(pk=user.pk).update(role="admin"),
    "role changed in the admin": in_the_admin,
    "made a superuser": lambda user, admin: User.objects.filter(pk=user.pk).update(is_superuser=True),
    "moved to another clinic": lambda user, admin: User.objects.filter(pk=user.pk).update(
        clinic=Clinic.objects.create(name="Clinic Z")
    ),
    "switched off": lambda user, admin: deactivate_user(user=user, by=admin),
    "switched off and on again": off_and_on_again,
    "approval taken back": lambda user, admin: User.objects.filter(pk=user.pk).update(approved_at=None),
    "second factor set up": set_up_factor,
    "second factor reset": reset_factor,
    "deleted": lambda user, admin: user.delete(),
}


@pytest.mark.parametrize("ending", list(ENDINGS))
def test_within_a_second_nothing_of_before_works(ana, admin_a, ending):
    browser = Browser(ana)
    assert (browser.me(), browser.page()) == (200, 200)
    ENDINGS[ending](ana, admin_a)
    began = time.monotonic()
    # 302: to the sign-in page. A deleted person is 401 like anybody else, and nothing of it is a 500
    assert (browser.me(), browser.page(), browser.next_pair()) == (401, 302, 401)
    assert time.monotonic() - began < 1


def test_signing_out_ends_what_was_signed_in_there(ana):
    browser, elsewhere = Browser(ana), Browser(ana)
    cookie = browser.client.cookies[settings.SESSION_COOKIE_NAME].value
    browser.client.post(reverse("accounts:sign_out"))
    browser.client.cookies[settings.SESSION_COOKIE_NAME] = cookie  # as somebody would who had copied it
    assert browser.page() == 302
    assert (
        Client().post(reverse("api-token-revoke"), {"refresh": browser.refresh}, "application/json").status_code == 204
    )
    assert (browser.me(), browser.next_pair()) == (401, 401)
    assert (elsewhere.me(), elsewhere.page(), elsewhere.next_pair()) == (200, 200, 200)


@pytest.mark.django_db(transaction=True)
def test_of_16_programs_with_the_same_refresh_token_one_gets_the_next_pair_and_then_nobody_has_any(ana):
    browser = Browser(ana)
    answers = at_once(browser.next_pair, times=16)
    assert sorted(answers) == [200] + [401] * 15
    assert browser.me() == 401, "one of the sixteen may have been a thief"
    assert not RefreshToken.objects.filter(revoked_at__isnull=True).exists()


def test_who_reads_the_tables_holds_no_token(ana):
    browser = Browser(ana)
    rows = serializers.serialize("json", [*RefreshToken.objects.all(), *User.objects.all()])
    kept = rows + json.dumps([session.get_decoded() for session in Session.objects.all()])
    for token in (browser.access, browser.refresh):
        header, payload, signature = token.split(".")
        assert payload not in kept
        assert signature not in kept
    assert Signed(browser.refresh)["jti"] not in kept


def test_an_access_token_lives_five_minutes():
    assert settings.SIMPLE_JWT["ACCESS_TOKEN_LIFETIME"] == timedelta(minutes=5)


def test_a_chain_of_refreshes_goes_on_for_who_uses_each_once(ana):
    refresh = Browser(ana).refresh
    for _ in range(5):
        refresh = rotate_refresh_token(refresh=refresh).refresh
