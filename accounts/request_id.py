"""One id per request, from the web process through the database row into the worker and every log line."""

import logging
import re
import uuid
from contextlib import contextmanager
from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("request_id", default="-")
_ACCEPTED = re.compile(r"^[A-Za-z0-9-]{8,64}$")


def current_request_id() -> str:
    """The id of the request being served or continued, `-` outside of any."""
    return _request_id.get()


@contextmanager
def continue_request(request_id: str):
    """Work inside on behalf of an earlier request: a worker carries on the id of the upload."""
    token = _request_id.set(request_id or "-")
    try:
        yield
    finally:
        _request_id.reset(token)


class RequestIdMiddleware:
    """Gives each request an id (a well-formed X-Request-ID of a proxy is kept) and returns it in the answer."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Serve the request under its id."""
        offered = request.headers.get("X-Request-ID", "")
        request.request_id = offered if _ACCEPTED.match(offered) else uuid.uuid4().hex
        with continue_request(request.request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = request.request_id
        return response


class RequestIdFilter(logging.Filter):
    """Puts `request_id` on every log record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record."""
        record.request_id = current_request_id()
        return True
