"""Each broker gets the options that its own client understands."""

import amqp
import pytest

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
