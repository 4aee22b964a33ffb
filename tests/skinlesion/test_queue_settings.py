"""Each broker gets the options that its own client understands."""

import time

import amqp
import kombu
import pytest
from celery.fixups.django import DjangoWorkerFixup
from celery.signals import task_postrun, task_prerun
from django.db import connection
from kombu.exceptions import ContentDisallowed
from kombu.serialization import dumps, loads, prepare_accept_content

from analysis.tasks import reconcile
from skinlesion.celery import app
from skinlesion.settings.queue import broker_options, celery_settings


@pytest.mark.parametrize("url", ["amqp://u:p@host/vhost", "amqps://host", "pyamqp://host"])
def test_rabbitmq_gives_up_early_and_confirms(url, tmp_path):
    options = broker_options(url, tmp_path)
    assert options["confirm_publish"] is True
    assert 0 < options["read_timeout"] <= 0.5
    assert "socket_timeout" not in options
    # its client takes any name without a word: these must be the ones it knows
    known = amqp.Connection.__init__.__code__.co_varnames
    assert set(options) - set(known) == {"max_retries"}, "which is kombu's"


@pytest.mark.parametrize("url", ["redis://host:6379/0", "rediss://host"])
def test_redis_keeps_its_own(url, tmp_path):
    options = broker_options(url, tmp_path)
    assert options["socket_timeout"] == 1
    assert "read_timeout" not in options


def test_the_folder_is_a_transport_of_ours(tmp_path):
    def settings(url: str) -> dict:
        return celery_settings(url=url, var_dir=tmp_path, task_seconds=300, reconcile_seconds=5)

    assert settings("filesystem://")["broker_transport"] == "analysis.folder_queue:Transport"
    assert settings("redis://host")["broker_transport"] == "analysis.redis_queue:Transport"
    assert settings("rediss://host")["broker_transport"] is None
    assert settings("amqp://host")["broker_transport"] is None
    assert (tmp_path / "queue" / "messages").is_dir()


@pytest.mark.parametrize("kind", ["pickle", "yaml"])
def test_a_message_that_is_not_json_is_not_even_opened(kind):
    kombu.enable_insecure_serializers([kind])  # as a careless library would
    try:
        content_type, encoding, body = dumps(["text"], serializer=kind)
        with pytest.raises(ContentDisallowed):
            loads(body, content_type, encoding, accept=prepare_accept_content(app.conf.accept_content))
    finally:
        kombu.disable_insecure_serializers()


def test_json_is():
    content_type, encoding, body = dumps([7], serializer="json")
    assert loads(body, content_type, encoding, accept=prepare_accept_content(app.conf.accept_content)) == [7]


@pytest.mark.parametrize(("age", "kept"), [(-1, False), (60, True)])
def test_a_task_keeps_the_databases_connection_as_long_as_a_request_does(transactional_db, age, kept):
    """CONN_MAX_AGE decides; Celery's own handlers, here as in a worker, would close it before and after every task."""
    celerys = DjangoWorkerFixup(app)
    for signal, theirs in ((task_prerun, celerys.on_task_prerun), (task_postrun, celerys.on_task_postrun)):
        connection.ensure_connection()
        before = connection.connection
        connection.close_at = time.monotonic() + age
        theirs(reconcile)
        signal.send(sender=reconcile, task=reconcile, task_id="1", args=(), kwargs={})
        assert (connection.connection is before) is kept


def test_a_task_that_is_called_and_not_sent_leaves_the_callers_connection_alone(transactional_db):
    connection.ensure_connection()
    before = connection.connection
    connection.close_at = time.monotonic() - 1
    reconcile.apply()
    assert connection.connection is before
