"""Forgotten: address, letter, link, new password."""

import re
import threading

from django.urls import reverse

from accounts.models import AuditEvent, RefreshToken, User
from accounts.services.check_credentials import check_credentials
from accounts.services.issue_tokens import issue_tokens

URL, SENT = reverse("accounts:reset_password"), reverse("accounts:reset_password_sent")
NEW = {"new_password1": "horse-battery-staple", "new_password2": "horse-battery-staple"}


def ask(client, email):
    """The answer, once the letter has left beside it."""
    answer = client.post(URL, {"email": email})
    for thread in threading.enumerate():
        if thread.name.startswith("mail "):
            thread.join()
    return answer


def link_in(letter) -> str:
    return re.search(r"http://testserver(/\S+)", letter.body).group(1)


def test_the_whole_way(client, ana, mailoutbox):
    issue_tokens(user=ana)
    answer = ask(client, "ANA@clinic-a.example")
    assert (answer.status_code, answer.url) == (302, SENT)
    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == ([ana.email], "Choose a new password")
    assert len(letter.body) < 500
    assert "&amp;" not in letter.body

    form = client.get(link_in(letter), follow=True)
    assert "Choose a new password" in form.content.decode()
    done = client.post(form.request["PATH_INFO"], NEW)
    assert done.url == reverse("accounts:reset_password_complete")
    assert "sign in" in client.get(done.url).content.decode()
    assert "_auth_user_id" not in client.session

    assert check_credentials(email=ana.email, password=NEW["new_password1"]) == ana
    assert RefreshToken.objects.get().revoked_because == "password_changed"
    acts = list(AuditEvent.objects.order_by("pk").values_list("act", "user_id", "object_id"))
    assert acts[1:] == [("user.password_reset_asked", None, ana.pk), ("user.password_changed", None, ana.pk)]


def test_the_link_works_once(client, ana, mailoutbox):
    ask(client, ana.email)
    link = link_in(mailoutbox[0])
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], NEW)
    assert "does not work any more" in client.get(link, follow=True).content.decode()


def test_an_unknown_or_switched_off_address_gives_the_same_page_and_no_letter(client, ana, mailoutbox):
    User.objects.filter(pk=ana.pk).update(is_active=False)
    answers = [ask(client, email) for email in ("nobody@clinic-a.example", ana.email)]
    assert {(a.status_code, a.url) for a in answers} == {(302, SENT)}
    assert mailoutbox == []
    assert "If this address has an account" in client.get(SENT).content.decode()


def test_a_reset_does_not_let_a_waiting_person_in(client, ana, mailoutbox):
    User.objects.filter(pk=ana.pk).update(approved_at=None)
    ask(client, ana.email)
    form = client.get(link_in(mailoutbox[0]), follow=True)
    client.post(form.request["PATH_INFO"], NEW)
    answer = client.post(reverse("accounts:sign_in"), {"username": ana.email, "password": NEW["new_password1"]})
    assert "waits for approval" in answer.content.decode()
