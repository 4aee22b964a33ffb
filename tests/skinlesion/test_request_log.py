"""Log lines carry the request id and the route, never what somebody typed."""

import json
import logging

import pytest

from accounts.request_id import RequestIdFilter, continue_request
from skinlesion.json_logs import JsonFormatter


@pytest.fixture
def lines(caplog):
    """What the request log says."""
    caplog.set_level(logging.INFO, logger="skinlesion.request")
    caplog.handler.addFilter(RequestIdFilter())
    return caplog


def test_a_request_is_one_line_with_its_id(client, lines):
    """The id in the answer's header stands on the line."""
    answer = client.get("/livez", headers={"X-Request-ID": "abcdef0123456789"})
    (record,) = [r for r in lines.records if r.name == "skinlesion.request"]
    assert answer["X-Request-ID"] == record.request_id == "abcdef0123456789"
    assert record.getMessage().startswith("GET /livez - 200")


def test_what_was_typed_is_not_logged(client, lines, db):
    """Neither a search term, nor an unknown address, nor a reset token."""
    client.get("/livez?q=Lindqvist")
    client.get("/nowhere/Lindqvist/")
    client.get("/accounts/reset-password/MQ/Lindqvist-token/")
    assert len([r for r in lines.records if r.name == "skinlesion.request"]) == 3
    assert "Lindqvist" not in lines.text


@pytest.mark.parametrize("offered", ["short", "with space in it", "x" * 80, "line\nbreak12"])
def test_a_malformed_request_id_is_replaced(client, offered):
    """A header could otherwise write its own log lines."""
    answer = client.get("/livez", headers={"X-Request-ID": offered})
    assert answer["X-Request-ID"] != offered
    assert len(answer["X-Request-ID"]) == 32


def test_json_lines_carry_the_id_of_the_continued_request():
    """A worker carries on the id of the upload."""
    record = logging.LogRecord("analysis", logging.INFO, __file__, 1, "done in %d ms", (12,), None)
    with continue_request("abcdef0123456789"):
        RequestIdFilter().filter(record)
    line = json.loads(JsonFormatter().format(record))
    assert (line["request_id"], line["message"], line["level"]) == ("abcdef0123456789", "done in 12 ms", "INFO")
