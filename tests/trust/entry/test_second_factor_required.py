"""Administrators have one; until then nothing opens for them but its set-up, unless the operator put that off."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services.issue_tokens import issue_tokens
from skinlesion.checks import check_put_off
from tests.factories import PASSWORD
from tests.trust.entry.test_second_factor import PAGE, SIGN_IN, TOKEN, begin, is_in, token, with_factor

REFRESH, ME = reverse("api-token-refresh"), reverse("api-me")
pytestmark = pytest.mark.django_db


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_LATER = False


@pytest.mark.parametrize("address", ["/", "/admin/", "/patients/", "/accounts/password/", "/nowhere/"])
def test_every_page_leads_to_the_set_up(required, admin_a, address):
    answer = begin(admin_a).get(address)
    if address == "/nowhere/":
        assert answer.status_code == 404
    else:
        assert (answer.status_code, answer.url) == (302, PAGE)


def test_fragments_and_the_api_are_refused(required, admin_a):
    client = begin(admin_a)
    assert client.get("/", headers={"HX-Request": "true"}).status_code == 403
    assert client.get(ME).status_code == 403
    assert client.post("/patients/new/", {}).status_code == 302


def test_the_set_up_says_why_and_can_be_left_by_signing_out(required, admin_a):
    client = begin(admin_a)
    assert "account needs a second factor" in client.get(PAGE).text
    assert client.get(reverse("accounts:session")).json()["user"] == admin_a.pk
    client.post(reverse("accounts:sign_out"))
    assert client.get(PAGE).status_code == 302


def test_with_one_everything_opens(required, admin_a):
    _, codes = with_factor(admin_a)
    client = begin(admin_a)
    client.post(reverse("accounts:give_code"), {"code": codes[0]})
    assert is_in(client)
    assert client.get("/admin/").status_code == 200
    assert client.post(reverse("accounts:remove_second_factor"), {"code": codes[1]}).status_code == 403


def test_programs_of_an_administrator_without_one_get_no_token(required, admin_a):
    refused = token(admin_a)
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "factor_needed")


def test_tokens_from_before_it_was_required_end(settings, admin_a):
    pair = issue_tokens(user=admin_a)
    bearer = {"Authorization": f"Bearer {pair.access}"}
    assert Client().get(ME, headers=bearer).status_code == 200
    settings.SECOND_FACTOR_LATER = False
    assert Client().get(ME, headers=bearer).status_code == 401
    assert Client().post(REFRESH, {"refresh": pair.refresh}, "application/json").status_code == 401


def test_a_superuser_of_whatever_role_needs_one(required, ana):
    User.objects.filter(pk=ana.pk).update(is_superuser=True)
    assert begin(ana).get("/").url == PAGE


def test_clinicians_need_none_and_may_have_one(required, ana):
    assert is_in(begin(ana))
    assert token(ana).status_code == 200
    assert "Set up a second factor" in begin(ana).get(PAGE).text


def test_put_off_each_page_says_so_to_administrators_alone(settings, admin_a, ana):
    settings.SECOND_FACTOR_LATER = True
    sentence = "Your password alone opens an administrator"
    client = begin(admin_a)
    assert sentence in client.get("/").text
    assert sentence in client.get("/admin/").text
    assert sentence not in begin(ana).get("/").text
    with_factor(admin_a)
    client.force_login(User.objects.get(pk=admin_a.pk))
    assert sentence not in client.get("/").text


def test_put_off_on_a_real_site_the_deployment_check_says_so(settings):
    settings.DEMO, settings.SECOND_FACTOR_LATER = False, True
    (warning,) = check_put_off(None)
    assert (warning.id, warning.is_serious()) == ("skinlesion.W001", False)
    settings.SECOND_FACTOR_LATER = False
    assert check_put_off(None) == []


def test_the_demo_accounts_sign_in_with_their_password_as_the_readme_says(settings, admin_a):
    assert settings.DEMO
    assert settings.SECOND_FACTOR_LATER
    answer = Client().post(SIGN_IN, {"username": admin_a.email, "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/")
    assert Client().post(TOKEN, {"email": admin_a.email, "password": PASSWORD}, "application/json").status_code == 200
