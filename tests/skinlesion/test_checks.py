"""A careless start is refused, each time with one sentence that says what to do."""

import base64
import os
import secrets
import subprocess
import sys

import pytest

from skinlesion.settings.env import BASE_DIR

SAFE = {
    "SKINLESION_DEBUG": "0",
    "SKINLESION_SECRET_KEY": secrets.token_urlsafe(64),
    "SKINLESION_DATA_KEYS": base64.b64encode(secrets.token_bytes(32)).decode(),
    "SKINLESION_ALLOWED_HOSTS": "skinlesion.clinic.example",
    "CELERY_BROKER_URL": "redis://127.0.0.1:6379/0",
}


def start(code: str, tmp_path, **changed: str) -> subprocess.CompletedProcess:
    """Run a line of Python in a process of its own with the given environment."""
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "CELERY_BROKER_URL"}}
    environment |= {"SKINLESION_VAR_DIR": str(tmp_path), **SAFE, **changed}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )


WEB = "import skinlesion.wsgi; print('started')"
WORKER = (
    "from skinlesion import celery_app; from celery.signals import worker_init; "
    "worker_init.send(None); print('started')"
)


@pytest.mark.parametrize("process", [WEB, WORKER], ids=["web", "worker"])
def test_a_careful_site_starts(tmp_path, process):
    """The refusals below are about what they change, nothing else."""
    run = start(process, tmp_path)
    assert run.stdout.strip().endswith("started"), run.stderr


@pytest.mark.parametrize("process", [WEB, WORKER], ids=["web", "worker"])
@pytest.mark.parametrize(
    ("changed", "code", "advice"),
    [
        (
            {"SKINLESION_SECRET_KEY": "only-for-a-demo-on-this-machine-set-SKINLESION_SECRET_KEY"},
            "E001",
            "Set SKINLESION_SECRET_KEY",
        ),
        ({"SKINLESION_SECRET_KEY": "short"}, "E001", "Set SKINLESION_SECRET_KEY"),
        ({"SKINLESION_ALLOWED_HOSTS": "*"}, "E002", "Set SKINLESION_ALLOWED_HOSTS"),
        ({"CELERY_BROKER_URL": "filesystem://"}, "E003", "Set CELERY_BROKER_URL"),
        ({"CELERY_BROKER_URL": "memory://"}, "E003", "Set CELERY_BROKER_URL"),
        ({"SKINLESION_WEIGHTS_DIR": "nowhere"}, "E004", "nowhere"),
        ({"SKINLESION_DATA_KEYS": ""}, "E007", "Set SKINLESION_DATA_KEYS"),
        ({"SKINLESION_DATA_KEYS": "c2hvcnQ="}, "E007", "openssl rand -base64 32"),
    ],
    ids=[
        "default key",
        "short key",
        "any host",
        "embedded broker",
        "memory broker",
        "no weights",
        "no data key",
        "short data key",
    ],
)
def test_an_unsafe_default_stops_the_start(tmp_path, process, changed, code, advice):
    """Exit status, the id and the advice; no traceback for the person who has to act."""
    run = start(process, tmp_path, **changed)
    assert run.returncode != 0
    assert "started" not in run.stdout
    assert f"skinlesion.{code}" in run.stderr
    assert advice in run.stderr
    assert "Traceback" not in run.stderr


def test_with_debug_the_defaults_are_fine(tmp_path):
    """A clean machine starts with nothing set."""
    run = start(WEB, tmp_path, SKINLESION_DEBUG="1", SKINLESION_SECRET_KEY="short", CELERY_BROKER_URL="filesystem://")
    assert run.stdout.strip().endswith("started"), run.stderr


def test_unwritable_storage_is_named(settings, tmp_path, monkeypatch):
    """root may write everywhere, so the answer of the system is what is changed here."""
    from skinlesion import checks

    settings.VAR_DIR = tmp_path / "gone"
    assert "SKINLESION_VAR_DIR" in checks.unwritable_storage()
