"""Sign-in for programs, over HTTP."""

from datetime import timedelta

import pytest
from django.urls import reverse
from rest_framework.test import APIClient
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from accounts.models import AuditEvent, User
from tests.factories import PASSWORD

TOKEN, REFRESH, REVOKE, ME = (reverse(f"api-{name}") for name in ("token", "token-refresh", "token-revoke", "me"))


def test_addresses_are_the_published_ones():
    assert (TOKEN, REFRESH, REVOKE, ME) == ("/api/token/", "/api/token/refresh/", "/api/token/revoke/", "/api/me/")


@pytest.fixture
def api():
    return APIClient()


def sign_in(api, user) -> dict:
    answer = api.post(TOKEN, {"email": user.email, "password": PASSWORD})
    assert answer.status_code == 200
    return answer.json()


def me(api, access) -> int:
    return api.get(ME, headers={"Authorization": f"Bearer {access}"}).status_code


def test_email_and_password_give_two_tokens_that_work(api, ana):
    pair = sign_in(api, ana)
    assert set(pair) == {"access", "refresh"}
    assert me(api, pair["access"]) == 200
    assert AccessToken(pair["access"])["exp"] - AccessToken(pair["access"])["iat"] == 300
    event = AuditEvent.objects.get()
    assert (event.act, event.user_id, event.detail) == ("user.signed_in", ana.pk, {"through": "api"})


def test_refusals_are_401_and_neutral(api, ana):
    wrong = api.post(TOKEN, {"email": ana.email, "password": "not the passphrase"})
    unknown = api.post(TOKEN, {"email": "nobody@clinic-a.example", "password": PASSWORD})
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    told = [{**answer.json()["error"], "request_id": ""} for answer in (wrong, unknown)]
    assert told[0] == told[1]
    assert told[0]["code"] == "wrong_credentials"
    assert wrong.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_waiting_person_is_told_that_they_wait(api, ana):
    User.objects.filter(pk=ana.pk).update(approved_at=None)
    answer = api.post(TOKEN, {"email": ana.email, "password": PASSWORD})
    assert answer.status_code == 401
    assert "waits for approval" in answer.content.decode()


@pytest.mark.parametrize(
    ("url", "body"), [(TOKEN, {}), (TOKEN, {"email": "a@b.example"}), (REFRESH, {}), (REVOKE, {}), (TOKEN, ["list"])]
)
def test_missing_fields_are_400(api, db, url, body):
    assert api.post(url, body).status_code == 400


def test_refresh_rotates_and_a_second_use_ends_everything_at_once(api, ana):
    first = sign_in(api, ana)
    second = api.post(REFRESH, {"refresh": first["refresh"]}).json()
    assert me(api, first["access"]) == me(api, second["access"]) == 200
    assert api.post(REFRESH, {"refresh": first["refresh"]}).status_code == 401
    assert api.post(REFRESH, {"refresh": second["refresh"]}).status_code == 401
    assert me(api, first["access"]) == me(api, second["access"]) == 401


def test_a_stale_access_token_in_the_header_does_not_stop_its_renewal(api, ana):
    pair = sign_in(api, ana)
    api.credentials(HTTP_AUTHORIZATION="Bearer not.a.token")
    assert api.post(REFRESH, {"refresh": pair["refresh"]}).status_code == 200


def test_revoke_ends_both_tokens_and_is_quiet_about_strange_ones(api, ana):
    pair = sign_in(api, ana)
    answer = api.post(REVOKE, {"refresh": pair["refresh"]})
    assert (answer.status_code, answer.content) == (204, b"")
    assert me(api, pair["access"]) == 401
    assert api.post(REFRESH, {"refresh": pair["refresh"]}).status_code == 401
    assert api.post(REVOKE, {"refresh": pair["refresh"]}).status_code == 204
    assert api.post(REVOKE, {"refresh": "not.a.token"}).status_code == 204


def test_an_expired_refresh_token_is_refused(api, ana):
    token = RefreshToken(sign_in(api, ana)["refresh"])
    token.set_exp(lifetime=timedelta(seconds=-1))
    assert api.post(REFRESH, {"refresh": str(token)}).status_code == 401
