"""Signing out."""

from django.urls import reverse

from accounts.models import AuditEvent

URL = reverse("accounts:sign_out")


def test_ends_the_session_and_is_kept(client, ana):
    client.force_login(ana)
    answer = client.post(URL)
    assert (answer.status_code, answer.url) == (302, reverse("accounts:sign_in"))
    assert "_auth_user_id" not in client.session
    event = AuditEvent.objects.get()
    assert (event.act, event.user_id, event.detail) == ("user.signed_out", ana.pk, {"through": "page"})


def test_a_link_or_picture_signs_nobody_out(client, ana):
    client.force_login(ana)
    assert client.get(URL).status_code == 405
    assert "_auth_user_id" in client.session


def test_a_stranger_may_press_it_too(client, db):
    assert client.post(URL).status_code == 302
    assert not AuditEvent.objects.exists()
