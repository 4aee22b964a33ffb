"""The guard before every page."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from accounts.roles import Act
from accounts.views.requires import requires


@requires(Act.ADMINISTER)
def page(request, number):
    """A page with an argument."""
    return HttpResponse(f"page {number}")


def ask(user, method="GET", path="/patients/7/?tab=lesions", **headers):
    request = getattr(RequestFactory(), method.lower())(path, headers=headers)
    request.user = user
    request.htmx = HtmxDetails(request)
    return page(request, number=7)


def test_lets_in_who_may_and_keeps_the_page_out_of_the_browsers_store(admin_a):
    answer = ask(admin_a)
    assert answer.content == b"page 7"
    assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_a_view_that_decided_about_storing_keeps_its_word(admin_a, rf):
    @requires(Act.ADMINISTER)
    def file(request):
        return HttpResponse(headers={"Cache-Control": "max-age=60"})

    request = rf.get("/")
    request.user = admin_a
    assert file(request).headers["Cache-Control"] == "max-age=60"


def test_without_the_act_it_is_forbidden(ana):
    with pytest.raises(PermissionDenied):
        ask(ana)


def test_a_waiting_person_is_forbidden_even_with_a_session(clinic_a):
    with pytest.raises(PermissionDenied):
        ask(User(role="admin", clinic=clinic_a))


def test_strangers_go_to_the_sign_in_page_and_come_back():
    answer = ask(AnonymousUser())
    assert answer.status_code == 302
    assert answer.url == reverse("accounts:sign_in") + "?next=/patients/7/%3Ftab%3Dlesions"


def test_a_strangers_form_comes_back_to_the_front_page():
    answer = ask(AnonymousUser(), method="POST")
    assert (answer.status_code, answer.url) == (302, reverse("accounts:sign_in") + "?next=/")


def test_a_form_whose_session_has_ended_comes_back_to_its_page():
    answer = ask(AnonymousUser(), method="POST", Referer="http://testserver/cases/3/", Host="testserver")
    assert answer.url == reverse("accounts:sign_in") + "?next=/cases/3/"


def test_a_strangers_fragment_sends_the_whole_page_to_sign_in():
    answer = ask(AnonymousUser(), **{"HX-Request": "true", "HX-Current-URL": "http://testserver/cases/3/?picture=2"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == reverse("accounts:sign_in") + "?next=%2Fcases%2F3%2F%3Fpicture%3D2"


def test_a_fragment_that_names_another_site_is_not_followed_back():
    answer = ask(AnonymousUser(), **{"HX-Request": "true", "HX-Current-URL": "http://evil.example/cases/3/"})
    assert answer.headers["HX-Redirect"] == reverse("accounts:sign_in")
