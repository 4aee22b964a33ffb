"""The page a request came from, if it is one of ours."""

import pytest
from django.test import RequestFactory

from accounts.page_before import page_before


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver/cases/3/?picture=2", "/cases/3/?picture=2"),
        ("http://testserver/", "/"),
        ("http://evil.example/cases/3/", ""),
        ("http://testserver.evil.example/", ""),
        ("http://testserver@evil.example/", ""),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
        ("http://testserver", ""),
        ("http://testserver//evil.example/", ""),
        ("http://testserver/\\evil.example/", ""),
        ("", ""),
    ],
)
def test_only_of_this_site(referer, page):
    request = RequestFactory().post("/x/", headers={"Referer": referer, "Host": "testserver"})
    assert page_before(request) == page


def test_without_a_host_nothing_is_ours():
    request = RequestFactory().get("/", headers={"Referer": "http://testserver/cases/"})
    request.META.pop("HTTP_HOST", None)
    assert page_before(request) == ""
