"""Refuses a careless start: with SKINLESION_DEBUG=0, each unsafe default is one sentence that says what to do."""

import os
import sys
from collections.abc import Callable, Iterator

import django
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from cases.sealed.keys import data_keys
from ml.errors import WeightsMissing, WeightsTampered
from ml.manifest import read_manifest, verify
from skinlesion.metrics.asker import allowed_networks
from skinlesion.settings import env


def default_secret_key() -> str | None:
    """A key that stands in the source signs nothing."""
    if settings.SECRET_KEY == env.DEFAULT_SECRET_KEY or len(settings.SECRET_KEY) < 40:
        return "Set SKINLESION_SECRET_KEY to a long random text (40 characters or more): the default is public."
    return None


def wildcard_hosts() -> str | None:
    """A site that answers to any name can be made to mail links to a stranger's."""
    if not settings.ALLOWED_HOSTS or any(host in ("*", ".") for host in settings.ALLOWED_HOSTS):
        return "Set SKINLESION_ALLOWED_HOSTS to the host names of this site: * lets anybody choose one."
    return None


def embedded_broker() -> str | None:
    """The embedded broker is for one machine at a desk; a memory broker loses everything."""
    if settings.CELERY_BROKER_URL.startswith(("filesystem", "memory")):
        return "Set CELERY_BROKER_URL to a broker such as redis://127.0.0.1:6379/0: the embedded one is for a demo."
    return None


def unusable_weights() -> str | None:
    """Without the networks no picture can be analysed, and with changed ones none should."""
    try:
        manifest = read_manifest(settings.WEIGHTS_DIR)
        for kind in ("segmenter", "classifier"):
            verify(manifest.default(kind))
    except (WeightsMissing, WeightsTampered) as error:
        return str(error)
    return None


def unusable_versions() -> str | None:
    """The defaults may be whole and the versions in use not. Where no database answers, nobody knows them yet.

    In a demo networks may be missing, so that the site can be looked at; changed ones stop that one too.
    """
    # a worker is told to start before Django has its models
    django.setup()
    from analysis.weights_in_use import check_weights_in_use

    try:
        check_weights_in_use()
    except WeightsTampered as error:
        return str(error)
    except WeightsMissing as error:
        return None if settings.DEMO else str(error)
    except DatabaseError:
        return None
    finally:
        # a worker forks after this
        connections.close_all()
    return None


def unwritable_storage() -> str | None:
    """An upload must have somewhere to go."""
    if not os.access(settings.VAR_DIR, os.W_OK):
        return (
            f"Make the folder {settings.VAR_DIR} (SKINLESION_VAR_DIR) writable for this user: pictures are kept there."
        )
    return None


def unreadable_allowlist() -> str | None:
    """A list that cannot be read must be mended, not guessed at."""
    try:
        allowed_networks()
    except ValueError as error:
        return f"Write addresses or CIDR ranges into SKINLESION_METRICS_ALLOW, without host bits: {error}."
    return None


def missing_data_key() -> str | None:
    """Names and record numbers are never written readable."""
    try:
        data_keys()
    except ImproperlyConfigured as error:
        return str(error)
    return None


CHECKS: dict[str, Callable[[], str | None]] = {
    "skinlesion.E001": default_secret_key,
    "skinlesion.E002": wildcard_hosts,
    "skinlesion.E003": embedded_broker,
    "skinlesion.E004": unusable_weights,
    "skinlesion.E005": unwritable_storage,
    "skinlesion.E006": unreadable_allowlist,
    "skinlesion.E007": missing_data_key,
}


def unsafe_defaults() -> Iterator[tuple[str, str]]:
    """Check id and sentence of everything that must not start; nothing in a demo."""
    if settings.DEMO:
        return
    for check_id, check in CHECKS.items():
        sentence = check()
        if sentence:
            yield check_id, sentence


@register()
def check_put_off(app_configs, **kwargs) -> list[CheckMessage]:
    """What may stay as it is for a while, and not without a word."""
    if settings.DEMO or not settings.SECOND_FACTOR_LATER:
        return []
    sentence = "Administrators do without a second factor: set SKINLESION_SECOND_FACTOR_LATER=0 when they have one."
    return [Warning(sentence, id="skinlesion.W001")]


@register()
def check_unsafe_defaults(app_configs, **kwargs) -> list[CheckMessage]:
    """The same for `manage.py check` and every management command."""
    return [Error(sentence, id=check_id) for check_id, sentence in unsafe_defaults()]


def refuse_careless_start() -> None:
    """For processes that Django's checks do not reach: the web server and the workers.

    Raises:
        SystemExit: something is unsafe; the sentences are on standard error.
    """
    refusals = [f"{check_id}: {sentence}" for check_id, sentence in unsafe_defaults()]
    if refusals:
        sys.exit("skinlesion does not start.\n" + "\n".join(refusals))


def refuse_unusable_versions() -> None:
    """For the workers, which load them: the web server shows the record without any network.

    Raises:
        SystemExit: a network in use is not the one that results stand on; the sentence is on standard error.
    """
    if sentence := unusable_versions():
        sys.exit(f"skinlesion does not start.\nskinlesion.E007: {sentence}")
