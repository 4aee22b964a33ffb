"""A code behind the password: set up, asked for, used once, lost and replaced."""

import re
import time

import pyotp
import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, RecoveryCode, User
from accounts.second_factor import pending
from accounts.second_factor.recovery import plain
from accounts.second_factor.secret import new_seed, totp
from accounts.services.check_second_factor import check_second_factor
from accounts.services.set_up_second_factor import set_up_second_factor
from accounts.too_many import TooMany
from tests.analysis.at_once import at_once
from tests.factories import PASSWORD

SIGN_IN, CODE, TOKEN = reverse("accounts:sign_in"), reverse("accounts:give_code"), reverse("api-token")
PAGE, WORKLIST = reverse("accounts:second_factor"), reverse("cases:worklist")


class Telephone:
    """The app on somebody's telephone; `ahead` counts how many 30 seconds it shows in advance."""

    def __init__(self, seed: str):
        self.totp = totp(seed)

    def code(self, ahead: int = 0) -> str:
        return self.totp.at(time.time() + 30 * ahead)


def with_factor(user: User) -> tuple[Telephone, list[str]]:
    """Set up one step ago, so that the code of now is still good."""
    seed = new_seed()
    codes = set_up_second_factor(user=user, seed=seed, code=totp(seed).at(time.time() - 30))
    return Telephone(seed), codes


def begin(user, address=SIGN_IN) -> Client:
    """A browser behind the password."""
    client = Client()
    answer = client.post(address, {"username": user.email, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client) -> bool:
    return client.get(WORKLIST).status_code == 200


def test_setting_it_up_by_page(ana):
    client, elsewhere = begin(ana), begin(ana)
    page = client.get(PAGE).text
    secret = plain(re.search(r'class="secret">([A-Z2-7 ]+)<', page).group(1)).upper()
    assert "<svg" in page
    assert "style=" not in page.split("<svg", 1)[1].split("</svg>", 1)[0], "our policy would drop it"
    wrong = client.post(PAGE, {"password": PASSWORD, "code": "000000"})
    assert "not the code that your app shows" in wrong.text
    assert not User.objects.get(pk=ana.pk).has_second_factor
    done = client.post(PAGE, {"password": PASSWORD, "code": pyotp.TOTP(secret).now()})
    codes = re.findall(r"<code>([a-z2-7-]{19})</code>", done.text)
    assert len(set(codes)) == 10
    assert "no-store" in done.headers["Cache-Control"]
    assert User.objects.get(pk=ana.pk).has_second_factor
    assert is_in(client), "this session goes on"
    assert not is_in(elsewhere), "all others end"
    assert AuditEvent.objects.filter(act="user.second_factor_set_up", user_id=ana.pk).count() == 1


def test_an_open_session_alone_sets_none_up(ana):
    client = begin(ana)
    client.get(PAGE)
    code = totp(client.session["factor_seed"]).now()
    assert client.post(PAGE, {"password": "not the passphrase", "code": code}).status_code == 200
    assert not User.objects.get(pk=ana.pk).has_second_factor


def test_signing_in_asks_for_the_code_and_nothing_opens_before(ana):
    telephone, _ = with_factor(ana)
    client = begin(ana, f"{SIGN_IN}?next=/patients/")
    assert not is_in(client)
    assert "_auth_user_id" not in client.session
    assert User.objects.get(pk=ana.pk).last_login is None
    assert "not right" in client.post(CODE, {"code": "123456"}).text
    answer = client.post(f"{CODE}?next=/patients/", {"code": f" {telephone.code()[:3]} {telephone.code()[3:]}"})
    assert (answer.status_code, answer.url) == (302, "/patients/")
    assert is_in(client)
    event = AuditEvent.objects.get(act="user.signed_in")
    assert event.detail == {"through": "page", "factor": "app"}


def test_without_the_password_there_is_no_second_step(ana):
    telephone, _ = with_factor(ana)
    client = Client()
    assert client.post(CODE, {"code": telephone.code()}).url == SIGN_IN
    assert not is_in(client)


def test_the_second_step_must_follow_within_five_minutes_and_of_the_same_account(ana):
    telephone, _ = with_factor(ana)
    late, changed = begin(ana), begin(ana)
    session = late.session
    session[pending.KEY] = {**session[pending.KEY], "at": time.time() - 301}
    session.save()
    assert late.post(CODE, {"code": telephone.code()}).url == SIGN_IN
    ana.set_password("horse-battery-staple")
    ana.save()
    assert changed.post(CODE, {"code": telephone.code()}).url == SIGN_IN


def test_the_way_on_leads_to_no_other_site(ana):
    telephone, _ = with_factor(ana)
    client = begin(ana, f"{SIGN_IN}?next=https://evil.example/")
    assert client.post(f"{CODE}?next=https://evil.example/", {"code": telephone.code()}).url == WORKLIST


def test_who_knew_the_session_before_does_not_share_it(ana):
    with_factor(ana)
    client = Client()
    client.get(SIGN_IN)
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies[site.SESSION_COOKIE_NAME] = before = session.session_key
    client.post(SIGN_IN, {"username": ana.email, "password": PASSWORD})
    assert client.session.session_key != before


def test_a_code_works_once(ana):
    telephone, _ = with_factor(ana)
    code = telephone.code()
    assert check_second_factor(user=ana, code=code) == "app"
    client = begin(ana)
    assert "used before" in client.post(CODE, {"code": code}).text
    assert client.post(CODE, {"code": telephone.code(ahead=-1)}).status_code == 200, "nor does an older one"
    assert client.post(CODE, {"code": telephone.code(ahead=1)}).status_code == 302, "the next one does"


def test_the_code_that_set_it_up_does_not_sign_in(ana):
    seed = new_seed()
    code = totp(seed).now()
    set_up_second_factor(user=ana, seed=seed, code=code)
    assert begin(ana).post(CODE, {"code": code}).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_the_same_code_sixteen_times_at_once_one_gets_in(ana, kind, settings):
    settings.LIMITS = {**settings.LIMITS, "code": (16, 900)}
    telephone, codes = with_factor(ana)
    code = telephone.code() if kind == "app" else codes[0]

    def give() -> str:
        try:
            return check_second_factor(user=User.objects.get(pk=ana.pk), code=code)
        except TooMany:
            raise
        except Exception as refused:
            return refused.code

    assert sorted(at_once(give, times=16)) == sorted([kind] + ["wrong_code"] * 15)


def test_a_recovery_code_works_once_however_it_is_typed(ana):
    _, codes = with_factor(ana)
    client = begin(ana)
    assert client.post(CODE, {"code": codes[3].upper().replace("-", " ")}).status_code == 302
    assert "9 are left" in client.get(WORKLIST).text
    assert begin(ana).post(CODE, {"code": codes[3]}).status_code == 200
    event = AuditEvent.objects.get(act="user.recovery_code_used")
    assert event.detail == {"left": 9}


def test_the_tables_hold_neither_secret_nor_recovery_codes(ana):
    telephone, codes = with_factor(ana)
    ana.refresh_from_db()
    kept = " ".join(RecoveryCode.objects.values_list("code_sha256", flat=True)) + ana.factor_seed
    assert telephone.totp.secret not in kept
    assert telephone.totp.byte_secret().hex() not in kept, "nor in another spelling"
    assert not any(plain(code) in kept for code in codes)
    assert len(set(RecoveryCode.objects.values_list("code_sha256", flat=True))) == 10


def test_wrong_codes_are_counted_and_then_the_right_one_is_refused_too(ana, store):
    telephone, _ = with_factor(ana)
    client = begin(ana)
    statuses = [client.post(CODE, {"code": "000000"}).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    refused = client.post(CODE, {"code": telephone.code()})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 800
    assert "Too many codes were not right. Please try again in 15 minutes." in refused.text
    assert not is_in(client)


@pytest.mark.django_db(transaction=True)
def test_of_100_guesses_at_once_five_are_looked_at(ana):
    with_factor(ana)

    def guess() -> str:
        try:
            check_second_factor(user=ana, code="000000")
        except Exception as refused:
            return refused.code
        return "in"

    answers = at_once(guess, times=100)
    assert (answers.count("wrong_code"), answers.count("too_many")) == (5, 95)


def token(user, **more):
    return Client().post(TOKEN, {"email": user.email, "password": PASSWORD, **more}, "application/json")


def test_programs_send_the_code_with_the_password(ana):
    telephone, codes = with_factor(ana)
    assert (token(ana).status_code, token(ana).json()["error"]["code"]) == (401, "code_needed")
    assert token(ana, code="000000").json()["error"]["code"] == "wrong_code"
    assert token(ana, code=telephone.code()).status_code == 200
    assert token(ana, code=telephone.code()).status_code == 401
    assert token(ana, code=codes[0]).status_code == 200
    wrong = Client().post(TOKEN, {"email": ana.email, "password": "no", "code": "1"}, "application/json").json()
    assert wrong["error"]["code"] == "wrong_credentials", "a wrong password says nothing of the factor"


def test_django_itself_lets_nobody_past_the_code(ana):
    with_factor(ana)
    assert not Client().login(username=ana.email, password=PASSWORD)


def test_new_recovery_codes_need_a_code_and_replace_the_old(ana):
    telephone, codes = with_factor(ana)
    client = begin(ana)
    client.post(CODE, {"code": codes[0]})
    address = reverse("accounts:new_recovery_codes")
    assert "not right" in client.post(address, {"code": "000000"}).text
    fresh = re.findall(r"<code>([a-z2-7-]{19})</code>", client.post(address, {"code": telephone.code()}).text)
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)
    assert begin(ana).post(CODE, {"code": codes[1]}).status_code == 200
    assert begin(ana).post(CODE, {"code": fresh[1]}).status_code == 302


def test_a_clinician_may_remove_it_with_a_code(ana):
    telephone, codes = with_factor(ana)
    client = begin(ana)
    client.post(CODE, {"code": codes[0]})
    address = reverse("accounts:remove_second_factor")
    client.post(address, {"code": "000000"})
    assert User.objects.get(pk=ana.pk).has_second_factor
    client.post(address, {"code": telephone.code()})
    assert not User.objects.get(pk=ana.pk).has_second_factor
    assert is_in(client)
    assert not RecoveryCode.objects.exists()


def test_an_administrator_resets_it_and_that_is_on_record(ana, admin_a, cy):
    with_factor(ana)
    client = begin(admin_a)
    form = {"action": "take_second_factor", "_selected_action": [ana.pk, cy.pk]}
    page = client.post(reverse("admin:accounts_user_changelist"), form, follow=True)
    assert "1 of 1 without a second factor." in page.text, "Cy is of another clinic"
    event = AuditEvent.objects.get(act="user.second_factor_reset")
    assert (event.user_id, event.object_id, event.detail) == (admin_a.pk, ana.pk, {"through": "admin"})
    assert is_in(begin(ana))


def test_nobody_takes_their_own_away_in_the_admin(admin_a):
    _, codes = with_factor(admin_a)
    client = begin(admin_a)
    client.post(CODE, {"code": codes[0]})
    form = {"action": "take_second_factor", "_selected_action": [admin_a.pk]}
    page = client.post(reverse("admin:accounts_user_changelist"), form, follow=True)
    assert "on the page of your account" in page.text
    assert User.objects.get(pk=admin_a.pk).has_second_factor


def test_the_operator_resets_it_on_the_machine(ana, capsys):
    with_factor(ana)
    call_command("reset_second_factor", email=" ANA@clinic-a.example")
    assert not User.objects.get(pk=ana.pk).has_second_factor
    for email, sentence in ((ana.email, "has no second factor"), ("no@clinic-a.example", "no account")):
        with pytest.raises(CommandError, match=sentence):
            call_command("reset_second_factor", email=email)
