"""Messages that do not fit into the cookie wait in the session, which stands in the database."""

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.crypto import get_random_string

pytestmark = pytest.mark.django_db


def test_they_are_sealed_there_and_read_as_ever():
    request = RequestFactory().get("/")
    request.session = SessionStore()
    storage = default_storage(request)
    said = [f"{get_random_string(200)} Zyxolotl is registered." for _ in range(20)]
    for words in said:
        storage.add(constants.SUCCESS, words)
    answer = HttpResponse()
    assert storage.update(answer) == []
    request.session.save()

    kept = SessionStore(request.session.session_key)
    assert kept["_messages"].startswith("s1.")
    request = RequestFactory().get("/", headers={"Cookie": answer.cookies.output(header="", sep=";")})
    request.session = kept
    assert [str(message) for message in default_storage(request)] == said
