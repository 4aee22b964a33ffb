"""The API asks the roles table."""

import pytest
from django.contrib.auth.models import AnonymousUser
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from accounts.api.permissions import RoleAllows
from accounts.models import User
from accounts.roles import MAY, Act, Role

METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]


class Usual(APIView):
    """Says nothing about acts."""


class Special(APIView):
    """Needs the right to administer for one method."""

    acts = {"POST": Act.ADMINISTER}


def allowed(view, method, user) -> bool:
    request = APIRequestFactory().generic(method, "/")
    request.user = user
    return RoleAllows().has_permission(request, view())


@pytest.mark.parametrize("method", METHODS)
def test_reading_and_writing_need_their_acts(ana, monkeypatch, method):
    needed = Act.SEE_RECORD if method in ("GET", "HEAD", "OPTIONS") else Act.WRITE_RECORD
    monkeypatch.setitem(MAY, Role.CLINICIAN, frozenset({needed}))
    assert allowed(Usual, method, ana)
    monkeypatch.setitem(MAY, Role.CLINICIAN, frozenset(set(Act) - {needed}))
    assert not allowed(Usual, method, ana)


def test_a_view_says_what_else_a_method_needs(ana, admin_a):
    assert not allowed(Special, "POST", ana)
    assert allowed(Special, "POST", admin_a)
    assert allowed(Special, "PATCH", ana)


@pytest.mark.parametrize("method", METHODS)
def test_strangers_and_waiting_people_may_nothing(method):
    assert not allowed(Usual, method, AnonymousUser())
    assert not allowed(Usual, method, User(role=Role.ADMIN))


def test_head_needs_what_get_needs(ana, admin_a):
    """Django answers it by GET's own method: else its side effects, and its length, would be everybody's."""

    class Read(APIView):
        """Needs the right to administer for reading."""

        acts = {"GET": Act.ADMINISTER}

    assert [allowed(Read, method, ana) for method in ("GET", "HEAD")] == [False, False]
    assert [allowed(Read, method, admin_a) for method in ("GET", "HEAD")] == [True, True]
