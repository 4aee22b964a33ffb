"""How long the session lasts, and the wish to stay."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from accounts.session_age import RENEWED_AT

URL = reverse("accounts:session")


@pytest.fixture
def idle(client, ana, settings):
    """Ana, who has not done anything for 500 of 1000 seconds."""
    settings.SESSION_COOKIE_AGE = 1000
    client.force_login(ana)
    session = client.session
    session[RENEWED_AT] = int(time.time()) - 500
    session.save()
    return client


def test_asking_says_who_and_how_long_and_prolongs_nothing(idle, ana):
    for _ in range(2):
        assert idle.get(URL).json() == {"user": ana.pk, "seconds": pytest.approx(500, abs=2), "final": False}


def test_the_wish_to_stay_prolongs(idle, ana):
    assert idle.post(URL).json() == {"user": ana.pk, "seconds": pytest.approx(1000, abs=2), "final": False}
    assert idle.get(URL).json()["seconds"] == pytest.approx(1000, abs=2)


def test_it_needs_a_token_like_any_form(ana):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(ana)
    assert careful.post(URL).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_has_none(client, db, method):
    answer = getattr(client, method)(URL)
    assert answer.json() == {"user": None, "seconds": 0}
    assert "no-store" in answer.headers["Cache-Control"]
