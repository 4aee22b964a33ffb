"""The sign-in page."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, User
from tests.factories import PASSWORD

URL = reverse("accounts:sign_in")


def sign_in(client, email, password=PASSWORD, url=URL):
    return client.post(url, {"username": email, "password": password})


def test_the_page_has_a_labelled_form_and_the_ways_on(client, db):
    page = client.get(URL).content.decode()
    assert 'type="email"' in page
    assert '<label for="id_username">E-mail</label>' in page
    assert reverse("accounts:sign_up") in page
    assert reverse("accounts:reset_password") in page


def test_a_person_signs_in_and_comes_to_the_worklist(client, ana):
    answer = sign_in(client, " ANA@clinic-a.example")
    assert (answer.status_code, answer.url) == (302, reverse("cases:worklist"))
    event = AuditEvent.objects.get()
    assert (event.act, event.user_id, event.clinic_id) == ("user.signed_in", ana.pk, ana.clinic_id)
    assert event.detail == {"through": "page"}


def test_they_come_back_to_where_they_were_going_but_not_to_another_site(client, ana):
    assert sign_in(client, ana.email, url=f"{URL}?next=/patients/7/").url == "/patients/7/"
    client.logout()
    assert sign_in(client, ana.email, url=f"{URL}?next=https://evil.example/").url == reverse("cases:worklist")


def test_whoever_is_signed_in_goes_on(client, ana):
    client.force_login(ana)
    assert client.get(URL).url == reverse("cases:worklist")


def told(answer) -> str:
    assert answer.status_code == 200
    assert "_auth_user_id" not in answer.client.session
    (sentence,) = answer.context["form"].non_field_errors()
    assert sentence in answer.content.decode()
    return sentence


def test_refusals_sound_the_same(client, ana, bo):
    User.objects.filter(pk=bo.pk).update(is_active=False)
    sentences = {
        told(sign_in(client, ana.email, "not the passphrase")),
        told(sign_in(client, "nobody@clinic-a.example")),
        told(sign_in(client, bo.email)),
    }
    assert len(sentences) == 1
    assert AuditEvent.objects.filter(act="user.sign_in_failed").count() == 3
    assert not AuditEvent.objects.filter(act="user.signed_in").exists()


def test_a_waiting_person_is_told_that_new_accounts_wait_and_so_is_everybody(client, ana):
    """Whoever signed up for somebody else's address must not learn whether it had an account before."""
    User.objects.filter(pk=ana.pk).update(approved_at=None)
    assert "waits for approval" in told(sign_in(client, ana.email))
    assert told(sign_in(client, ana.email)) == told(sign_in(client, "nobody@clinic-a.example"))


@pytest.mark.parametrize("fields", [{}, {"username": "ana@clinic-a.example"}, {"password": PASSWORD}])
def test_empty_fields_are_asked_for_without_asking_the_database_about_anybody(client, ana, fields):
    answer = client.post(URL, fields)
    assert answer.context["form"].errors
    assert not AuditEvent.objects.exists()


def test_a_session_ends_when_the_account_loses_its_approval(client, ana):
    client.force_login(ana)
    assert client.get(reverse("accounts:change_password")).status_code == 200
    User.objects.filter(pk=ana.pk).update(approved_at=None)
    assert client.get(reverse("accounts:change_password")).status_code == 302
