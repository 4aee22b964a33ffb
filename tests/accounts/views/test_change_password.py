"""Changing the password on the page."""

from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, RefreshToken
from accounts.services.check_credentials import check_credentials
from accounts.services.issue_tokens import issue_tokens
from tests.factories import PASSWORD

URL, DONE = reverse("accounts:change_password"), reverse("accounts:change_password_done")
NEW = "horse-battery-staple"


def change(client, **fields):
    return client.post(URL, {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW, **fields})


def test_this_session_stays_and_everything_else_ends(client, ana):
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(ana)
    issue_tokens(user=ana)
    answer = change(client)
    assert (answer.status_code, answer.url) == (302, DONE)
    assert client.get(DONE).status_code == 200
    assert elsewhere.get(DONE).status_code == 302
    assert RefreshToken.objects.get().revoked_because == "password_changed"
    assert check_credentials(email=ana.email, password=NEW) == ana
    event = AuditEvent.objects.get(act="user.password_changed")
    assert (event.user_id, event.object_id, event.detail) == (ana.pk, ana.pk, {"through": "page"})


def test_the_old_one_must_be_right_and_the_new_one_good(client, ana):
    client.force_login(ana)
    assert "old_password" in change(client, old_password="not the passphrase").context["form"].errors
    assert "new_password2" in change(client, new_password2="another").context["form"].errors
    assert change(client, new_password1="short", new_password2="short").context["form"].errors
    assert check_credentials(email=ana.email, password=PASSWORD) == ana


def test_strangers_go_to_the_sign_in_page(client, db):
    assert client.get(URL).url == f"{reverse('accounts:sign_in')}?next={URL}"
