"""A session ends so long after its person last did something."""

import time

import pytest
from django.urls import reverse

from accounts.session_age import BEGAN_AT, HEADER, RENEWED_AT
from skinlesion.settings import env

AGE = 1000
PAGE = reverse("accounts:change_password")
BY_HAND = {"Accept": "text/html,*/*"}


@pytest.fixture(autouse=True)
def _short(settings):
    settings.SESSION_COOKIE_AGE = AGE


@pytest.fixture
def browser(client, ana):
    """Ana, who signed in just now."""
    client.force_login(ana)
    return client


def idle(browser, seconds: int) -> None:
    """So long ago she did something for the last time."""
    session = browser.session
    session[RENEWED_AT] = int(time.time()) - seconds
    session.save()


def left(answer) -> int:
    return int(answer.headers[HEADER])


def test_it_begins_with_signing_in_and_every_answer_says_what_is_left(browser):
    assert left(browser.get(PAGE)) == pytest.approx(AGE, abs=2)
    assert b'name="session-seconds"' in browser.get(PAGE).content


def test_it_ends_even_if_the_cookie_lives_on(browser):
    idle(browser, AGE)
    answer = browser.get(PAGE)
    assert answer.status_code == 302
    assert HEADER not in answer.headers
    assert "_auth_user_id" not in browser.session


def test_a_page_that_somebody_opens_prolongs_it(browser):
    idle(browser, 500)
    assert left(browser.get(PAGE, headers=BY_HAND)) == pytest.approx(AGE, abs=2)


def test_something_sent_prolongs_it_from_a_fragment_too(browser):
    idle(browser, 500)
    answer = browser.post(PAGE, {}, headers={"HX-Request": "true"})
    assert left(answer) == pytest.approx(AGE, abs=2)


@pytest.mark.parametrize("headers", [{"HX-Request": "true", "Accept": "text/html"}, {"Accept": "image/avif,*/*"}, {}])
def test_what_a_page_asks_for_by_itself_does_not(browser, headers):
    idle(browser, 500)
    assert left(browser.get(PAGE, headers=headers)) == pytest.approx(500, abs=2)


def test_not_every_page_writes_the_session(browser):
    idle(browser, 50)
    assert left(browser.get(PAGE, headers=BY_HAND)) == pytest.approx(950, abs=2)


def test_a_session_from_before_this_was_counted_begins_now(browser):
    session = browser.session
    del session[RENEWED_AT], session[BEGAN_AT]
    session.save()
    browser.get(PAGE)
    assert browser.session[RENEWED_AT] == pytest.approx(time.time(), abs=2)
    assert browser.session[BEGAN_AT] == pytest.approx(time.time(), abs=2)


def signed_in(browser, seconds_ago: int) -> None:
    session = browser.session
    session[BEGAN_AT] = int(time.time()) - seconds_ago
    session.save()


def test_twelve_hours_after_signing_in_it_ends_whatever_is_done(browser, settings):
    settings.SESSION_MAX_AGE = 5000
    signed_in(browser, 4700)
    idle(browser, 500)
    assert left(browser.get(PAGE, headers=BY_HAND)) == pytest.approx(300, abs=2)
    assert left(browser.post(reverse("accounts:session"))) == pytest.approx(300, abs=2)
    signed_in(browser, 5000)
    assert browser.get(PAGE, headers=BY_HAND).status_code == 302
    assert "_auth_user_id" not in browser.session


def test_a_page_near_the_last_end_says_that_nothing_prolongs_it(browser, settings):
    settings.SESSION_MAX_AGE = 5000
    assert browser.get(reverse("accounts:session")).json()["final"] is False
    signed_in(browser, 4900)
    assert browser.get(reverse("accounts:session")).json()["final"] is True


def test_out_of_the_box_a_session_ends_after_15_idle_minutes_and_12_hours():
    usual = {variable.name: variable.default for variable in env.TABLE}
    assert usual["SKINLESION_SESSION_SECONDS"] == 15 * 60
    assert usual["SKINLESION_SESSION_MAX_SECONDS"] == 12 * 3600


def test_strangers_are_told_nothing(client, db):
    answer = client.get(reverse("accounts:sign_in"))
    assert HEADER not in answer.headers
    assert b"session-seconds" not in answer.content


def test_programs_with_a_token_have_no_session(client, ana):
    token = client.post("/api/token/", {"email": ana.email, "password": "not it"}).headers
    assert HEADER not in token
