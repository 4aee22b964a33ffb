"""Requests that another site makes a signed-in person's browser send: every address, every verb that changes things."""

import pytest
from django.http import HttpResponse
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client

from tests.trust.access.routes import UNSAFE, routes
from tests.trust.access.test_sweep import digest
from tests.trust.access.world import World, ask, send, short

pytestmark = pytest.mark.django_db
# no session decides here: they ask for what only the caller knows (a password, a token), or are nothing
NO_SESSION = {"api/token/", "api/token/refresh/", "api/token/revoke/", "api/<path:rest>", "api/"}
# the description and its page never look at who asks, and take no unsafe verb
READ_ONLY = {"api/schema/", "api/docs/"}
# its body is only read, and the token in it looked at, once somebody is signed in (a ZIP of gigabytes)
DECIDED_LATER = {("anonymous", "imports/")}

OUR_OWN = {"Origin": "http://testserver"}


def strict(world: World, who: str, *, token: str = "") -> Client:
    """A browser that Django does not spare, as it does test clients; with the cookie and the token of a form."""
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if world.people[who]:
        browser.force_login(world.people[who])
    if token:
        browser.cookies["csrftoken"] = token
    return browser


def refused(answer: HttpResponse) -> bool:
    """By the check of forged requests, and by nothing else."""
    if answer.headers.get("Content-Type") == "application/json":
        return answer.status_code == 403 and b"CSRF Failed" in answer.all
    return answer.status_code == 403 and b"This page was open for too long" in answer.all


@pytest.mark.parametrize("verbs", short([("POST",)], [UNSAFE]), ids=["short", "all"])
@pytest.mark.parametrize("who", short(["admin"], ["anonymous"]))
def test_nothing_is_changed_without_the_token_of_a_form(who, verbs, world, count):
    browser, let_in, asked = strict(world, who), {}, 0
    for route in routes():
        if route.pattern in NO_SESSION | READ_ONLY:
            continue
        for verb in verbs:
            answer = ask(browser, verb, route.address(world.ids["own"]))
            asked += 1
            api = who == "anonymous" and route.pattern.startswith("api/") and answer.status_code == 401
            later = (who, route.pattern) in DECIDED_LATER and answer.status_code == 302
            if not refused(answer) and not api and not later and answer.status_code != 405:
                let_in[verb, route.pattern] = answer.status_code
    assert let_in == {}
    count("forged requests that were refused", asked)


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_nothing_is_changed_with_the_token_from_elsewhere(origin, world, count):
    """Under `Referrer-Policy: no-referrer` browsers say "null" for our own pages too: their forms would be refused."""
    token = _get_new_csrf_string()
    browser, let_in = strict(world, "admin", token=token), {}
    guarded = [route for route in routes() if route.pattern not in NO_SESSION | READ_ONLY]
    for route in guarded:
        headers = {"X-CSRFToken": token, "Origin": origin}
        answer = ask(browser, "POST", route.address(world.ids["own"]), headers=headers)
        if not refused(answer):
            let_in[route.pattern] = answer.status_code
    assert let_in == {}
    count("requests with a token but from another origin that were refused", len(guarded))


def test_the_same_requests_are_taken_from_our_own_pages(world):
    """Else the tests above would pass on a site that takes nothing."""
    token = _get_new_csrf_string()
    browser = strict(world, "admin", token=token)
    answers = [
        ask(browser, "POST", route.address(world.ids["own"]), headers={"X-CSRFToken": token, **OUR_OWN})
        for route in routes()
        if route.pattern not in NO_SESSION | READ_ONLY and not route.pattern.startswith("admin/")
    ]
    assert [answer for answer in answers if refused(answer)] == []


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"Referer": "https://testserver/patients/new/"}, 422),  # the form is empty, and looked at
        ({"Origin": "https://testserver"}, 422),
        ({}, 403),
        ({"Origin": "null", "Referer": "https://testserver/patients/new/"}, 403),
        ({"Referer": "https://evil.example/"}, 403),
    ],
)
def test_behind_tls_a_form_must_say_where_it_comes_from(said, status, world):
    """Why pages are sent with `Referrer-Policy: same-origin` and not `no-referrer`."""
    token = _get_new_csrf_string()
    browser = strict(world, "clinician", token=token)
    answer = ask(browser, "POST", "/patients/new/", secure=True, headers={"X-CSRFToken": token, **said})
    assert answer.status_code == status


@pytest.mark.long
def test_no_link_changes_anything(world, count):
    """GET and HEAD need no token, so they may change nothing that was there; what they leave is audit events."""
    before = digest(world)
    for route in routes():
        for verb in ("GET", "HEAD", "OPTIONS"):
            send(world.browsers["admin"], verb, route.address(world.ids["own"]))
    assert digest(world) == before
    count("links that changed nothing (routes x 3 verbs)", len(routes()) * 3)
