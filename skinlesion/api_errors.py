"""The one shape of an error in the API, and the one place that turns exceptions into it.

{"error": {"code": ..., "message": one sentence, "fields": {name: [{"code", "message"}]}, "request_id": ...}}
"""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, JsonResponse, UnreadablePostError
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts.request_id import current_request_id
from accounts.too_many import TooMany
from skinlesion.database_away import RETRY_AFTER, database_away

OF_THE_WHOLE = ("non_field_errors", NON_FIELD_ERRORS)


class TooLarge(exceptions.APIException):
    """The body is larger than this address accepts."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The request is too large."
    default_code = "too_large"


class TryAgain(exceptions.APIException):
    """The database is away for a moment; the same request succeeds a little later."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = (
        "The database does not answer just now. Nothing that was stored is lost. Try again in a few seconds."
    )
    default_code = "try_again"
    wait = RETRY_AFTER  # becomes the header Retry-After


class WaitFirst(exceptions.APIException):
    """More than one account, address or person may ask for in this time."""

    status_code = status.HTTP_429_TOO_MANY_REQUESTS
    default_code = "too_many"

    def __init__(self, refused: TooMany):
        super().__init__(refused.message)
        self.wait = refused.seconds  # becomes the header Retry-After


def envelope(code: str, message: str, fields: dict[str, list[dict[str, str]]] | None = None) -> dict[str, Any]:
    """The body of every error answer."""
    return {
        "error": {"code": code, "message": message, "fields": fields or {}, "request_id": current_request_id()},
    }


def api_error(*, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> JsonResponse:
    """The same as an answer, for handlers outside the REST framework (an address under /api/ that breaks)."""
    return JsonResponse(envelope(code, message), status=status, headers=headers)


def api_exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception raised under /api/ in the envelope; None for a bug, which then is a 500 and is logged."""
    exc = _as_api_exception(exc)
    response = exception_handler(exc, context)
    if response is not None:
        response.data = _described(exc)
    return response


def _as_api_exception(exc: Exception) -> Exception:
    if isinstance(exc, Http404):
        # one sentence for absent and foreign rows alike
        return exceptions.NotFound("There is no such record.")
    if isinstance(exc, TooMany):
        return WaitFirst(exc)
    if isinstance(exc, DjangoValidationError):
        return exceptions.ValidationError(_details_of(exc))
    if isinstance(exc, RequestDataTooBig):
        return TooLarge()
    if isinstance(exc, SuspiciousOperation | UnreadablePostError):
        return exceptions.ParseError("The request could not be read.")
    if database_away(exc):
        return TryAgain()
    return exc


def _details_of(error: DjangoValidationError) -> dict[str, list[exceptions.ErrorDetail]]:
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    return {
        field: [exceptions.ErrorDetail(one.messages[0], one.code or "invalid") for one in errors]
        for field, errors in by_field.items()
    }


def _described(exc: exceptions.APIException) -> dict[str, Any]:
    if isinstance(exc, exceptions.ValidationError):
        return _invalid(_by_field(exc.detail))
    detail = exc.detail
    if isinstance(detail, dict):
        # simplejwt answers with a dictionary of its own: the sentence is in "detail", the code in "code"
        return envelope(str(detail.get("code", exc.default_code)), str(detail.get("detail", exc.default_detail)))
    if isinstance(detail, list):
        detail = detail[0]
    return envelope(detail.code, str(detail))


def _invalid(by_field: dict[str, list[dict[str, str]]]) -> dict[str, Any]:
    of_the_whole = [error for name in OF_THE_WHOLE for error in by_field.pop(name, [])]
    if of_the_whole:
        return envelope(of_the_whole[0]["code"], of_the_whole[0]["message"], by_field)
    names = list(by_field)
    if len(names) == 1:
        return envelope("invalid", f"{names[0]}: {by_field[names[0]][0]['message']}", by_field)
    return envelope("invalid", f"{len(names)} fields need correction: {', '.join(names)}.", by_field)


def _by_field(detail: Any, name: str = OF_THE_WHOLE[0]) -> dict[str, list[dict[str, str]]]:
    """Errors by the dotted name of their field, however deep the REST framework nested them."""
    if isinstance(detail, str):
        return {name: [{"code": getattr(detail, "code", None) or "invalid", "message": str(detail)}]}
    inner = detail.items() if isinstance(detail, dict) else [("", one) for one in detail]
    found: dict[str, list[dict[str, str]]] = {}
    for key, value in inner:
        inner_name = name if key == "" else (str(key) if name == OF_THE_WHOLE[0] else f"{name}.{key}")
        for field, errors in _by_field(value, inner_name).items():
            found.setdefault(field, []).extend(errors)
    return found
