"""What every answer tells the browser: nothing from elsewhere, in no frame, no guessing, no address to other sites."""

import pytest
from django.contrib import messages
from django.http import HttpResponse
from django.test import Client

from cases.sealed.messages import SealedMessages
from tests.factories import PASSWORD

PLACES = {
    "the sign-in page": "/accounts/sign-in/",
    "a page": "/",
    "a fragment": "/worklist/counts/",
    "nothing here": "/no/such/page",
    "the admin": "/admin/",
    "the API": "/api/patients/",
    "nothing in the API": "/api/no/such/address/",
    "the API's description": "/api/docs/",
}


@pytest.fixture(params=sorted(PLACES))
def answer(request, admin_a):
    """The answer of one kind of address to an administrator, who gets in everywhere."""
    browser = Client()
    browser.force_login(admin_a)
    return browser.get(PLACES[request.param])


def test_the_policy_lets_nothing_in_from_elsewhere(answer):
    policy = dict(
        directive.strip().split(" ", 1) for directive in answer["Content-Security-Policy"].split(";") if directive
    )

    assert policy["default-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert not [source for source in policy.values() if "http" in source or "*" in source]


def test_no_guessing_no_frame_no_address_to_others(answer):
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_other_site_may_ask_in_a_browser_s_name(admin_a):
    browser = Client()
    browser.force_login(admin_a)
    preflight = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}

    for address in PLACES.values():
        for answer in (browser.get(address, headers=preflight), browser.options(address, headers=preflight)):
            assert [name for name in answer.headers if name.startswith("Access-Control-")] == [], address


def test_cookies_are_kept_from_scripts_and_from_other_sites(client, ana):
    client.post("/accounts/sign-in/", {"username": ana.email, "password": PASSWORD})

    cookie = client.cookies["sessionid"]

    assert cookie["httponly"]
    assert cookie["samesite"] in ("Lax", "Strict")


def test_behind_tls_no_other_host_can_set_our_cookies(client, ana, settings, rf):
    """What browsers ask of a name that begins with __Host-, or they drop the cookie."""
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.MESSAGES_COOKIE_NAME = "__Host-messages"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get("/accounts/sign-in/", secure=True)
    client.post("/accounts/sign-in/", {"username": ana.email, "password": PASSWORD}, secure=True)
    request, answer = rf.get("/", secure=True), HttpResponse()
    request.session = client.session
    told = SealedMessages(request)
    told.add(messages.SUCCESS, "Maria is registered.")
    told.update(answer)

    cookies = {**client.cookies, **answer.cookies}
    assert set(cookies) == {"__Host-sessionid", "__Host-csrftoken", "__Host-messages"}
    for name, cookie in cookies.items():
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", ""), name
