"""Asking for an account on the page."""

import re

import pytest
from django.urls import reverse

from accounts.models import User

URL, DONE = reverse("accounts:sign_up"), reverse("accounts:sign_up_done")


@pytest.fixture
def filled(clinic_a) -> dict:
    return {
        "full_name": "Dan Dahl",
        "email": "dan@clinic-a.example",
        "clinic": clinic_a.pk,
        "password1": "horse-battery-staple",
        "password2": "horse-battery-staple",
    }


def test_the_page_asks_for_name_address_clinic_and_password(client, clinic_a):
    page = client.get(URL).content.decode()
    assert re.findall(r'name="(\w+)"', page.split('class="form"')[1]) == [
        "csrfmiddlewaretoken",
        "full_name",
        "email",
        "clinic",
        "password1",
        "password2",
    ]
    assert "Clinic A" in page
    assert "must approve" in page


def test_the_account_waits_and_the_page_says_for_whom(client, filled):
    answer = client.post(URL, filled)
    assert (answer.status_code, answer.url) == (302, DONE)
    user = User.objects.get(email="dan@clinic-a.example")
    assert (user.full_name, user.clinic_id, user.approved_at) == ("Dan Dahl", filled["clinic"], None)
    assert "An administrator of the clinic" in client.get(DONE).content.decode()
    assert "_auth_user_id" not in client.session


def test_a_known_address_gives_the_same_answer(client, filled, ana, mailoutbox):
    new, known = client.post(URL, filled), client.post(URL, {**filled, "email": "ANA@clinic-a.example"})
    assert (new.status_code, new.url, new.content) == (known.status_code, known.url, known.content)
    assert User.objects.count() == 2
    assert mailoutbox[-1].to == [ana.email]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("full_name", {"full_name": ""}),
        ("email", {"email": "dan"}),
        ("clinic", {"clinic": 0}),
        ("password2", {"password2": "horse-battery-stapler"}),
        ("password1", {"password1": "short", "password2": "short"}),
        ("password1", {"full_name": "Bartholomew", "password1": "bartholomew1", "password2": "bartholomew1"}),
        ("password1", {"password1": "dan@clinic-a.example", "password2": "dan@clinic-a.example"}),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_makes_no_account(client, filled, field, change):
    answer = client.post(URL, {**filled, **change})
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not User.objects.exists()


def test_role_and_approval_cannot_be_sent_along(client, filled):
    client.post(URL, {**filled, "role": "admin", "is_superuser": "on", "approved_at": "2026-01-01"})
    user = User.objects.get()
    assert (user.role, user.is_superuser, user.approved_at) == ("clinician", False, None)


def test_whoever_is_signed_in_needs_no_account(client, ana):
    client.force_login(ana)
    assert client.get(URL).status_code == 302
