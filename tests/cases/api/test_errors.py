"""The envelope: every refusal under /api/ has the same shape."""

import json
from threading import Barrier, Thread

import pytest
from django.core.exceptions import SuspiciousOperation, TooManyFieldsSent, ValidationError
from django.db import connection
from django.http import Http404
from django.test import Client
from rest_framework import exceptions
from rest_framework.test import APIClient
from rest_framework_simplejwt.exceptions import InvalidToken

from accounts.services.issue_tokens import issue_tokens
from cases.models import Patient
from skinlesion.api_errors import api_error, api_exception_handler
from tests.factories import LesionImageFactory


def error_of(answer) -> dict:
    """The inside of the envelope, after a look at its shape."""
    body = json.loads(answer.content)
    assert list(body) == ["error"]
    error = body["error"]
    assert list(error) == ["code", "message", "fields", "request_id"]
    assert error["request_id"] == answer["X-Request-ID"]
    assert error["code"]
    assert error["message"]
    return error


def test_without_a_token(api, db):
    answer = api().get("/api/patients/")

    assert (answer.status_code, error_of(answer)["code"]) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer not-a-token", "Bearer", "Bearer a b"])
def test_with_a_broken_token(api, db, header):
    answer = api().get("/api/patients/", HTTP_AUTHORIZATION=header)

    assert answer.status_code == 401
    assert error_of(answer)["fields"] == {}


def test_a_session_without_the_csrf_token_writes_nothing(ana):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)

    answer = client.post("/api/patients/", {"record_number": "A-1", "name": "N"}, content_type="application/json")

    assert (answer.status_code, error_of(answer)["code"]) == (403, "permission_denied")
    assert not Patient.objects.exists()


@pytest.mark.parametrize("address", ["/api/nothing/", "/api/patients", "/api/patients/x/", "/api/", "/api/cases/1/x/"])
@pytest.mark.parametrize("method", ["get", "post", "delete", "options"])
def test_an_unknown_address(api, db, address, method):
    answer = getattr(api(), method)(address)

    assert (answer.status_code, error_of(answer)["code"]) == (404, "not_found")
    assert answer["Content-Type"] == "application/json"


def test_an_absent_record_and_a_page_beyond_the_last(as_ana):
    assert error_of(as_ana.get("/api/patients/999/"))["message"] == "There is no such record."
    assert error_of(as_ana.get(f"/api/patients/{10**30}/"))["code"] == "not_found"
    assert error_of(as_ana.get("/api/patients/?page=9"))["code"] == "not_found"
    assert error_of(as_ana.get(f"/api/patients/?page={'9' * 5000}"))["code"] == "not_found"


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff\xfe", b"[" * 200_000, b'{"name": NaN}', b"[]", b"null", b'"text"'],
    ids=["cut off", "not text", "nested", "NaN", "list", "null", "string"],
)
def test_a_body_that_cannot_be_read(as_ana, body):
    answer = as_ana.post("/api/patients/", data=body, content_type="application/json")

    assert (answer.status_code, error_of(answer)["code"] in ("parse_error", "invalid", "null")) == (400, True)


@pytest.mark.parametrize("value", ["\x00", "\ud800", "x" * 121])
def test_text_that_no_database_can_keep_is_a_field_error(as_ana, value):
    body = json.dumps({"record_number": "A-1", "name": value})

    answer = as_ana.post("/api/patients/", data=body, content_type="application/json")

    assert (answer.status_code, list(error_of(answer)["fields"])) == (400, ["name"])


@pytest.mark.parametrize("address", ["/api/patients/", "/api/token/"])
@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded"])
def test_a_body_that_is_too_large_is_not_read(as_ana, settings, address, content_type):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = as_ana.post(address, data=b"x" * 1001, content_type=content_type)

    assert (answer.status_code, error_of(answer)["code"]) == (413, "too_large")


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x"])
def test_a_type_of_body_that_nobody_reads(as_ana, content_type):
    answer = as_ana.post("/api/patients/", data=b"x", content_type=content_type)

    assert (answer.status_code, error_of(answer)["code"]) == (415, "unsupported_media_type")


def test_a_type_of_answer_that_nobody_writes(as_ana):
    answer = as_ana.get("/api/patients/", HTTP_ACCEPT="text/csv")

    assert (answer.status_code, error_of(answer)["code"]) == (406, "not_acceptable")


def test_a_form_is_read_like_json(as_ana):
    body = "record_number=A-1&name=Maria+Lindqvist"

    answer = as_ana.post("/api/patients/", data=body, content_type="application/x-www-form-urlencoded")

    assert (answer.status_code, answer.json()["name"]) == (201, "Maria Lindqvist")


def described(exc: Exception) -> tuple[int, dict]:
    """What the handler makes of an exception."""
    response = api_exception_handler(exc, {})
    return response.status_code, response.data["error"]


def test_errors_of_services_keep_their_fields_and_codes():
    status, error = described(
        ValidationError(
            {
                "name": [ValidationError("Too %(how)s.", code="too_long", params={"how": "long"})],
                "__all__": [ValidationError("The whole does not fit.", code="whole")],
            }
        )
    )

    assert (status, error["code"], error["message"]) == (400, "whole", "The whole does not fit.")
    assert error["fields"] == {"name": [{"code": "too_long", "message": "Too long."}]}


def test_a_service_error_without_a_code_still_has_one():
    assert described(ValidationError("Does not fit."))[1]["code"] == "invalid"


def test_nested_errors_are_flat_with_dotted_names():
    nested = {"lesion": {"point": [["Too far.", "Too near."]]}, "name": ["Empty."]}

    status, error = described(exceptions.ValidationError(nested))

    assert status == 400
    assert {name: [one["message"] for one in errors] for name, errors in error["fields"].items()} == {
        "lesion.point": ["Too far.", "Too near."],
        "name": ["Empty."],
    }
    assert error["message"] == "2 fields need correction: lesion.point, name."


@pytest.mark.parametrize(
    ("exc", "status", "code"),
    [
        (exceptions.Throttled(wait=30), 429, "throttled"),
        (Http404("secret detail"), 404, "not_found"),
        (TooManyFieldsSent(), 400, "parse_error"),
        (SuspiciousOperation("odd"), 400, "parse_error"),
        (InvalidToken(), 401, "token_not_valid"),
    ],
)
def test_other_exceptions_have_their_status_and_code(exc, status, code):
    found, error = described(exc)

    assert (found, error["code"], error["fields"]) == (status, code, {})
    assert "secret" not in error["message"]


def test_who_asks_too_often_hears_when_to_come_back():
    assert api_exception_handler(exceptions.Throttled(wait=30), {})["Retry-After"] == "30"


def test_a_bug_is_no_answer_but_a_bug():
    assert api_exception_handler(ZeroDivisionError(), {}) is None


def test_a_bug_answers_500_in_the_same_shape_without_a_detail(api, ana):
    client = api(ana)
    client.raise_request_exception = False
    image = LesionImageFactory(case__lesion__patient__clinic=ana.clinic)
    image.rendition.storage.delete(image.rendition.name)

    answer = client.get(f"/api/images/{image.pk}/files/rendition/")

    assert (answer.status_code, error_of(answer)["code"]) == (500, "server_error")
    assert image.sha256 not in answer.content.decode()


def test_other_handlers_answer_in_the_same_shape():
    answer = api_error(status=500, code="error", message="Something went wrong on our side.")

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/json")
    assert list(json.loads(answer.content)["error"]) == ["code", "message", "fields", "request_id"]


@pytest.mark.django_db(transaction=True)
def test_two_who_register_the_same_number_at_once_are_one_patient_and_one_field_error(ana):
    token = issue_tokens(user=ana).access
    together, answers = Barrier(8), []

    def register() -> None:
        client = APIClient(HTTP_AUTHORIZATION=f"Bearer {token}")
        try:
            together.wait()
            answers.append(client.post("/api/patients/", {"record_number": "A-0815", "name": "Maria Lindqvist"}))
        finally:
            connection.close()

    threads = [Thread(target=register) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer.status_code for answer in answers) == [201] + [400] * 7
    assert Patient.objects.count() == 1
    for answer in answers:
        if answer.status_code == 400:
            assert [one["code"] for one in error_of(answer)["fields"]["record_number"]] == ["unique"]
