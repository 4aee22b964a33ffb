"""Nobody guesses a password: so many tries are looked at as the table says, and what is answered tells nothing."""

import itertools
import re
import time
from statistics import median

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse
from redis import Redis

from accounts.counters import shared
from accounts.models import AuditEvent, Counter, User
from accounts.services.check_credentials import check_credentials
from accounts.too_many import TooMany
from tests.accounts.views.test_reset_password import NEW, ask, link_in
from tests.analysis.at_once import at_once
from tests.factories import PASSWORD, UserFactory
from tests.trust.entry.hashers import CountingHasher, PartOfTheWork, use

GUESSES, ALLOWED = 200, 10
CHANGE, SET_UP = reverse("accounts:change_password"), reverse("accounts:second_factor")
PAGE, TOKEN = reverse("accounts:sign_in"), reverse("api-token")


@pytest.fixture(autouse=True)
def counting(settings):
    use(settings, CountingHasher)
    CountingHasher.looks = CountingHasher.works = 0
    return CountingHasher


def by_service(address="192.0.2.1") -> int:
    try:
        check_credentials(email="ana@clinic-a.example", password="not the passphrase", address=address)
    except TooMany:
        return 429
    except ValidationError:
        return 401
    return 200


def by_page(email="ana@clinic-a.example", password="not the passphrase", **headers):
    return Client().post(PAGE, {"username": email, "password": password}, headers=headers)


def by_token(email="ana@clinic-a.example", password="not the passphrase", **headers):
    body = {"email": email, "password": password}
    return Client().post(TOKEN, body, content_type="application/json", headers=headers)


@pytest.mark.django_db(transaction=True)
def test_of_200_guesses_at_once_ten_are_looked_at(ana, store, counting, settings):
    settings.LIMITS = {**settings.LIMITS, "sign_in_address": (GUESSES, 900)}
    counting.works = 0
    hands = GUESSES if connection.vendor == "sqlite" else 40  # PostgreSQL allows a hundred connections
    rounds = GUESSES // hands
    answers = sum(at_once(lambda: [by_service() for _ in range(rounds)], times=hands), [])
    assert counting.looks == ALLOWED, f"counted in {store}"
    assert (answers.count(401), answers.count(429)) == (ALLOWED, GUESSES - ALLOWED)
    assert counting.works == GUESSES, "a refusal costs the same work"
    assert AuditEvent.objects.filter(act="user.sign_in_limited").count() == 1, "said once, not 190 times"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("door", [by_page, by_token], ids=["page", "token view"])
def test_through_either_door_at_once(ana, door, counting):
    statuses = [answer.status_code for answer in at_once(door, times=25)]
    assert counting.looks == ALLOWED
    assert statuses.count(429) == 15


@pytest.mark.django_db(transaction=True)
def test_of_many_accounts_at_once_from_one_address_so_many_are_looked_at(store, settings):
    settings.LIMITS = {**settings.LIMITS, "sign_in_address": (7, 900)}
    emails = iter([f"{number}@clinic-a.example" for number in range(50)])

    def guess() -> str:
        with pytest.raises(ValidationError) as refused:
            check_credentials(email=next(emails), password="a passphrase", address="192.0.2.1")
        return refused.value.code

    answers = at_once(guess, times=50)
    assert (answers.count("wrong_credentials"), answers.count("too_many")) == (7, 43)


def test_an_open_session_is_no_place_to_guess_in(client, ana, counting):
    client.force_login(ana)
    new = {"new_password1": "horse-battery-staple", "new_password2": "horse-battery-staple"}
    for address, form in ((CHANGE, {"old_password": "no", **new}), (SET_UP, {"password": "no", "code": "000000"})):
        statuses = [client.post(address, form).status_code for _ in range(ALLOWED // 2)]
        assert statuses == [200] * (ALLOWED // 2)
    refused = client.post(CHANGE, {"old_password": PASSWORD, **new})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 800
    assert counting.looks == ALLOWED


def test_both_doors_count_together_and_the_right_password_is_refused_too(ana, counting):
    for door in (by_page, by_token) * (ALLOWED // 2):
        door()
    refused = [by_page(password=PASSWORD), by_token(password=PASSWORD)]
    assert [answer.status_code for answer in refused] == [429, 429]
    assert counting.looks == ALLOWED


def test_the_admin_has_no_door_of_its_own(admin_a, counting):
    counting.works = 0
    answer = Client().post("/admin/login/", {"username": admin_a.email, "password": PASSWORD})
    assert (answer.status_code, answer.url.split("?")[0]) == (302, PAGE)
    assert counting.works == 0


def test_from_one_address_against_many_accounts(ana, counting, settings, store):
    settings.LIMITS = {**settings.LIMITS, "sign_in_address": (5, 900)}
    for number in range(5):
        assert by_token(f"somebody-{number}@clinic-a.example").status_code == 401
    CountingHasher.works = 0
    assert by_token("another@clinic-a.example").status_code == 429
    assert by_page(ana.email, PASSWORD).status_code == 429
    assert counting.works == 0, "a flood is refused before the dear work"


def test_a_header_that_the_client_makes_up_does_not_help(ana, settings):
    settings.LIMITS = {**settings.LIMITS, "sign_in_address": (5, 900)}
    rotating = [{"X-Forwarded-For": f"203.0.113.{n}", "X-Real-IP": f"203.0.113.{n}"} for n in range(8)]
    statuses = [by_token(f"{n}@clinic-a.example", **headers).status_code for n, headers in enumerate(rotating)]
    assert statuses == [401] * 5 + [429] * 3


def test_behind_a_proxy_of_ours_only_what_it_wrote_counts(ana, settings):
    settings.LIMITS = {**settings.LIMITS, "sign_in_address": (3, 900)}
    settings.TRUSTED_PROXIES = 1

    def guess(seen_by_proxy, made_up):
        forwarded = {"X-Forwarded-For": f"{made_up}, {seen_by_proxy}"}
        return by_token(f"{next(numbers)}@clinic-a.example", **forwarded).status_code

    numbers = itertools.count()
    assert [guess("192.0.2.7", f"203.0.113.{n}") for n in range(5)] == [401] * 3 + [429] * 2
    assert guess("192.0.2.8", "203.0.113.1") == 401, "somebody else is not kept out"


def told(answer) -> tuple:
    """Everything that a stranger can see of an answer."""
    body = re.sub(r'"request_id": ?"[^"]*"|csrfmiddlewaretoken" value="[^"]*"|value="[^"@]*@[^"]*"', "", answer.text)
    hidden = {"X-Request-ID", "Content-Length"}
    return answer.status_code, body, {k: v for k, v in answer.headers.items() if k not in hidden}


@pytest.fixture
def kinds(ana, bo, clinic_a):
    """An address of each kind."""
    User.objects.filter(pk=bo.pk).update(is_active=False)
    waiting = UserFactory(email="new@clinic-a.example", clinic=clinic_a, approved_at=None)
    return {"known": ana.email, "unknown": "nobody@clinic-a.example", "waiting": waiting.email, "off": bo.email}


@pytest.mark.parametrize("door", [by_page, by_token], ids=["page", "token view"])
def test_known_unknown_waiting_and_switched_off_accounts_answer_alike_until_locked_and_then(kinds, door, settings):
    allowed = 2
    settings.LIMITS = {**settings.LIMITS, "sign_in_account": (allowed, 900), "sign_in_address": (1000, 900)}
    seen = {kind: [told(door(email)) for _ in range(allowed + 2)] for kind, email in kinds.items()}
    statuses = [status for status, *_ in seen["known"]]
    assert statuses == [200 if door is by_page else 401] * allowed + [429] * 2
    for kind, answers in seen.items():
        for number, (answer, known) in enumerate(zip(answers, seen["known"], strict=True)):
            alike = answer[:2] == known[:2] or number >= allowed  # the seconds to wait run on
            assert alike, f"try {number + 1}: {kind} differs from known"
            assert answer[2].keys() == known[2].keys()


def test_the_right_password_of_who_waits_or_is_switched_off_tells_nothing(kinds):
    answers = {kind: told(by_token(email, PASSWORD))[:2] for kind, email in kinds.items() if kind != "known"}
    assert len(set(answers.values())) == 1


def test_all_of_them_take_as_long(kinds, settings):
    """On the processor's clock, with a part of the real hasher's rounds."""
    use(settings, PartOfTheWork)
    for user in User.objects.all():
        user.set_password(PASSWORD)
        user.save()
    settings.LIMITS = {**settings.LIMITS, "sign_in_account": (3, 900), "sign_in_address": (1000, 900)}

    def seconds(email) -> float:
        began = time.thread_time()
        by_token(email)
        return time.thread_time() - began

    took = {kind: median(seconds(email) for _ in range(3)) for kind, email in kinds.items()}
    took |= {f"{kind}, locked": median(seconds(email) for _ in range(3)) for kind, email in kinds.items()}
    assert max(took.values()) < 2 * min(took.values()), took  # a hash left out is a twentieth


def test_the_person_is_told_how_long_to_wait(ana):
    for _ in range(ALLOWED):
        by_page()
    page, api = by_page(), by_token()
    assert int(page["Retry-After"]) == pytest.approx(900, abs=5)
    assert int(api["Retry-After"]) == pytest.approx(900, abs=5)
    assert "Too many tries to sign in did not succeed. Please try again in 15 minutes." in page.text
    assert api.json()["error"]["code"] == "too_many"
    assert "Please try again in 15 minutes." in api.json()["error"]["message"]


def test_right_passwords_use_nothing_up(ana, store):
    for _ in range(ALLOWED + 5):
        assert by_token(password=PASSWORD).status_code == 200


def test_after_the_time_guesses_are_looked_at_again(ana, store, settings):
    settings.LIMITS = {**settings.LIMITS, "sign_in_account": (2, 1)}
    assert [by_service() for _ in range(3)] == [401, 401, 429]
    time.sleep(1.1)
    assert by_service() == 401


def test_redis_that_dies_in_between_allows_at_most_as_many_again(ana, redis_url, settings, counting, monkeypatch):
    monkeypatch.setattr(shared, "_away_until", {})
    settings.COUNTERS_URL = redis_url
    with Redis.from_url(redis_url) as redis:
        redis.flushall()
    for _ in range(ALLOWED + 5):
        by_service()
    settings.COUNTERS_URL = "redis://127.0.0.1:1/0"
    for _ in range(ALLOWED + 5):
        by_service()
    assert counting.looks == 2 * ALLOWED


def test_the_owner_of_the_mailbox_is_let_in_again(ana, mailoutbox, client):
    for _ in range(ALLOWED + 1):
        by_token()
    ask(client, ana.email)
    form = client.get(link_in(mailoutbox[0]), follow=True)
    client.post(form.request["PATH_INFO"], NEW)
    assert by_token(password=NEW["new_password1"]).status_code == 200


def test_letters_about_a_password_are_limited_alike_for_known_and_unknown(ana, settings):
    settings.LIMITS = {**settings.LIMITS, "reset_account": (2, 3600)}
    for email in (ana.email, "nobody@clinic-a.example"):
        answers = [ask(Client(), email) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [302, 302, 429]
        assert "Too many letters were asked for" in answers[2].text
        assert int(answers[2]["Retry-After"]) > 3000
    settings.LIMITS = {**settings.LIMITS, "reset_address": (1, 3600)}
    assert ask(Client(), "third@clinic-a.example").status_code == 429


def test_both_stores_name_nobody(ana, store, settings):
    by_service()
    if store == "redis":
        with Redis.from_url(settings.COUNTERS_URL, decode_responses=True) as redis:
            kept = " ".join(redis.keys())
    else:
        kept = " ".join(Counter.objects.values_list("key", flat=True))
    assert len(kept) > 100
    assert "ana" not in kept
    assert "192.0.2.1" not in kept
