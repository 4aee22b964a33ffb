"""Errors as page, fragment and JSON."""

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError
from django.test import Client, RequestFactory

from skinlesion.errors import api_exception_handler, bad_request, csrf_failure, forbidden, not_found, server_error

HANDLERS = [(bad_request, 400), (forbidden, 403), (not_found, 404), (server_error, 500), (csrf_failure, 403)]


@pytest.fixture
def ask():
    """A request that the middleware has not touched: the worst moment to break."""
    return RequestFactory().get


@pytest.mark.parametrize(("handler", "status"), HANDLERS)
def test_a_page_with_a_way_out(ask, handler, status):
    response = handler(ask("/cases/1/"))

    assert response.status_code == status
    assert 'href="/"' in response.content.decode()
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize(("handler", "status"), HANDLERS)
def test_a_fragment_for_htmx_says_where_it_goes(ask, handler, status):
    request = ask("/images/1/panel/")
    request.htmx = True

    response = handler(request)

    assert response.status_code == status
    assert response["HX-Retarget"] == "#toasts"
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize(("handler", "status"), HANDLERS)
def test_json_for_programs(ask, handler, status):
    response = handler(ask("/api/cases/1/"))

    assert response.status_code == status
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("error", [RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent])
def test_more_than_the_site_reads_is_said_as_such(ask, error):
    response = bad_request(ask("/patients/new/"), error())

    assert response.status_code == 413
    assert "more than the site takes at once" in response.content.decode()


def test_a_form_with_too_many_fields_gets_that_page(client, ana):
    client.force_login(ana)

    response = client.post("/patients/new/", {f"f{number}": "1" for number in range(1100)})

    assert response.status_code == 413


@pytest.mark.parametrize(
    ("method", "referer", "shown"),
    [
        ("post", "http://testserver/cases/1/", True),
        ("get", "http://testserver/patients/", True),
        ("get", "http://testserver/cases/1/", False),
        ("post", "http://evil.example/cases/1/", False),
    ],
)
def test_the_way_back_leads_to_the_page_before(method, referer, shown):
    request = getattr(RequestFactory(), method)("/cases/1/", headers={"Referer": referer, "Host": "testserver"})

    page = forbidden(request).content.decode()

    assert ("Back to the page before" in page) is shown
    assert "evil" not in page


def test_an_unknown_address_gets_our_page(db):
    response = Client().get("/no/such/place/")

    assert response.status_code == 404
    assert "Nothing here" in response.content.decode()


def test_the_failure_page_carries_the_number_of_the_log(ask):
    from accounts.request_id import continue_request

    with continue_request("abcdef123456"):
        assert "abcdef123456" in server_error(ask("/")).content.decode()


class TestTheDatabaseIsAwayForAMoment:
    """The honest answer is "try again", with a time: nothing is broken."""

    def answer(self, ask, path: str, htmx: bool = False):
        """What Django answers to an error that nobody caught."""
        request = ask(path)
        request.htmx = htmx
        try:
            raise InterfaceError("connection already closed")
        except InterfaceError:
            return server_error(request)

    @pytest.mark.parametrize(
        ("path", "htmx"), [("/cases/1/", False), ("/images/1/panel/", True), ("/api/cases/", False)]
    )
    def test_page_fragment_json(self, ask, path, htmx):
        response = self.answer(ask, path, htmx)

        assert response.status_code == 503
        assert int(response["Retry-After"]) >= 1
        assert "few seconds" in response.content.decode()

    def test_inside_the_api(self):
        response = api_exception_handler(InterfaceError("connection already closed"), {})

        assert response.status_code == 503
        assert int(response["Retry-After"]) >= 1
        assert response.data["error"]["code"] == "try_again"

    def test_a_session_that_could_not_be_saved(self, ask):
        interrupted = SessionInterrupted("The request's session was deleted before the request completed.")
        interrupted.__context__ = InterfaceError("connection already closed")

        assert bad_request(ask("/cases/1/"), interrupted).status_code == 503
        assert bad_request(ask("/cases/1/"), SessionInterrupted("really deleted")).status_code == 400

    def test_a_lost_file_is_not_called_safe(self, ask):
        try:
            raise FileNotFoundError(2, "No such file or directory", "/var/pictures/1.jpg")
        except FileNotFoundError:
            response = server_error(ask("/images/1/file/original/"))
        assert response.status_code == 500
        assert "A file that belongs here is missing" in response.content.decode()
        assert "Nothing that was stored is lost" not in response.content.decode()

    def test_a_bug_stays_a_500_without_a_time(self, ask):
        try:
            raise ValueError("ours")
        except ValueError:
            response = server_error(ask("/cases/1/"))

        assert response.status_code == 500
        assert "Retry-After" not in response
