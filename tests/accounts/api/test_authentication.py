"""An access token lives as long as the account, the password and the family behind it."""

from datetime import timedelta

import jwt
import pytest
from django.conf import settings
from django.urls import reverse
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.test import APIClient, APIRequestFactory
from rest_framework_simplejwt.exceptions import InvalidToken
from rest_framework_simplejwt.tokens import AccessToken

from accounts.api.authentication import AccessTokenAuthentication
from accounts.models import User
from accounts.services.change_password import change_password
from accounts.services.deactivate_user import deactivate_user
from accounts.services.issue_tokens import issue_tokens
from accounts.services.revoke_tokens import revoke_tokens


def person(access):
    request = APIRequestFactory().get("/", headers={"Authorization": f"Bearer {access}"})
    return AccessTokenAuthentication().authenticate(request)[0]


def assert_refused(access):
    with pytest.raises(AuthenticationFailed):
        person(access)


def test_gives_the_person_and_their_clinic_in_one_query(ana, django_assert_num_queries):
    access = issue_tokens(user=ana).access
    with django_assert_num_queries(1):
        assert person(access).clinic.name == "Clinic A"


def test_without_a_header_it_leaves_the_word_to_the_session():
    assert AccessTokenAuthentication().authenticate(APIRequestFactory().get("/")) is None


ENDINGS = {
    "deleted": lambda user, admin: user.delete(),
    "switched off": lambda user, admin: deactivate_user(user=user, by=admin),
    "switched off by hand": lambda user, admin: User.objects.filter(pk=user.pk).update(is_active=False),
    "approval taken back": lambda user, admin: User.objects.filter(pk=user.pk).update(approved_at=None),
    "revoked": lambda user, admin: revoke_tokens(user=user, because="signed_out"),
    "rows lost": lambda user, admin: user.refresh_tokens.all().delete(),
    "password changed": lambda user, admin: change_password(
        user=user, password="horse-battery-staple", by=user, through="page"
    ),
}


@pytest.mark.parametrize("ending", list(ENDINGS))
def test_it_ends_at_once_when_the_account_is(ana, admin_a, ending):
    access = issue_tokens(user=ana).access
    assert person(access) == ana
    ENDINGS[ending](ana, admin_a)
    assert_refused(access)


def test_a_password_changed_on_the_command_line_ends_it_too(ana):
    access = issue_tokens(user=ana).access
    ana.set_password("horse-battery-staple")
    ana.save()
    assert_refused(access)


def forged(**claims) -> str:
    token = AccessToken()
    for name, value in claims.items():
        token[name] = value
    return str(token)


def test_a_signed_token_with_strange_claims_is_refused_not_a_crash(ana, bo):
    good = AccessToken(issue_tokens(user=ana).access).payload
    whole = {name: good[name] for name in ("user_id", "family", "password")}
    assert person(forged(**whole)) == ana
    for strange in (
        {"user_id": "none"},
        {"user_id": None},
        {"user_id": str(bo.pk)},
        {"family": "none"},
        {"family": 7},
        {"family": "da37c976-ce21-4dcd-bb2a-871a1a53c31d"},
        {"password": ""},
        {"password": None},
    ):
        assert_refused(forged(**whole | strange))
    for missing in whole:
        assert_refused(forged(**{name: value for name, value in whole.items() if name != missing}))


def test_expired_or_of_the_other_kind_it_is_refused(ana):
    pair = issue_tokens(user=ana)
    token = AccessToken(pair.access)
    token.set_exp(lifetime=timedelta(seconds=-1))
    assert_refused(str(token))
    assert_refused(pair.refresh)


def test_a_refusal_is_401_with_the_way_to_do_it_right(db):
    answer = APIClient().get(reverse("api-me"), headers={"Authorization": "Bearer not.a.token"})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def signed(access, *, key=settings.SECRET_KEY, algorithm="HS256", without=(), **claims) -> str:
    """The same token, signed once more with other words in it."""
    said = jwt.decode(access, options={"verify_signature": False})
    return jwt.encode({k: v for k, v in (said | claims).items() if k not in without}, key, algorithm=algorithm)


def test_a_token_signed_once_more_is_still_good(ana):
    """Else the tests below would pass whatever is wrong."""
    assert person(signed(issue_tokens(user=ana).access)) == ana


@pytest.mark.parametrize(
    "otherwise",
    [
        {"aud": "another-program"},
        {"without": ("aud",)},
        {"iss": "somebody-else"},
        {"token_type": "refresh"},
        {"key": "0" * 64},
        {"algorithm": "HS384"},
        {"algorithm": "none", "key": None},
        {"exp": 1},
        {"without": ("exp",)},
        {"user_id": "1 or 1=1"},
        {"family": "da37c976-ce21-4dcd-bb2a-871a1a53c31d"},
    ],
    ids=str,
)
def test_a_token_for_somebody_else_or_signed_by_somebody_else_is_refused(ana, otherwise):
    forged = signed(issue_tokens(user=ana).access, **otherwise)
    with pytest.raises((AuthenticationFailed, InvalidToken)):
        person(forged)
