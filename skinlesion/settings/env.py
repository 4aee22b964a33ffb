"""Every environment variable the project reads: name, type, default and why. The only reader of os.environ.

README.md shows the same table; tests/skinlesion/test_env.py compares the two.
"""

from dataclasses import dataclass
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DEFAULT_SECRET_KEY = "only-for-a-demo-on-this-machine-set-SKINLESION_SECRET_KEY"
DEFAULT_BROKER_URL = "filesystem://"


@dataclass(frozen=True)
class Variable:
    """One environment variable. `kind` names a django-environ cast: bool, int, str, list."""

    name: str
    kind: str
    default: bool | int | str | list
    why: str


TABLE = (
    Variable("SKINLESION_DEBUG", "bool", True, "0 on a real site: unsafe defaults then stop the start"),
    Variable("SKINLESION_TRACEBACKS", "bool", False, "1 for developers: errors show as tracebacks in the browser"),
    Variable(
        "SKINLESION_SECRET_KEY", "str", DEFAULT_SECRET_KEY, "signs sessions and tokens, names files; long, random"
    ),
    Variable(
        "SKINLESION_AUDIT_KEYS",
        "list",
        [],
        "keys of the audit trail, newest first: it writes, all verify; empty: made of the secret key",
    ),
    Variable(
        "SKINLESION_DATA_KEYS",
        "list",
        [],
        "seal names and record numbers: the first seals, all open (docs/trust/privacy.md); a demo makes one itself",
    ),
    Variable("SKINLESION_ALLOWED_HOSTS", "list", ["localhost", "127.0.0.1", "[::1]"], "host names the site answers to"),
    Variable("SKINLESION_TRUSTED_ORIGINS", "list", [], "origins allowed to post forms when a proxy ends TLS"),
    Variable("SKINLESION_HTTPS", "bool", False, "1 behind TLS: secure cookies, HSTS, redirect to https"),
    Variable("DATABASE_URL", "str", "", "postgres://... for more machines; empty: SQLite in the var folder"),
    Variable(
        "CELERY_BROKER_URL",
        "str",
        DEFAULT_BROKER_URL,
        "the queue; redis://... or amqp://... when workers run elsewhere",
    ),
    Variable("SKINLESION_VAR_DIR", "str", "var", "pictures, queue files and the SQLite file; back this up"),
    Variable(
        "SKINLESION_STORAGE_URL",
        "str",
        "",
        "s3://key:secret@host:port/bucket for pictures that many machines share; empty: the var folder",
    ),
    Variable("SKINLESION_WEIGHTS_DIR", "str", "ml/weights", "trained networks and their manifest.json"),
    Variable("SKINLESION_DATA", "str", "", "folder of real pictures for training, tests and the demo"),
    Variable("SKINLESION_DEMO_PASSWORD", "str", "demo-only-2026", "password of the demo accounts"),
    Variable("SKINLESION_UPLOAD_MAX_MB", "int", 50, "largest picture file accepted, in MB"),
    Variable("SKINLESION_IMPORT_MAX_MB", "int", 4000, "largest ZIP accepted for an import, in MB"),
    Variable("SKINLESION_LEASE_SECONDS", "int", 60, "a worker silent for this long has lost its picture"),
    Variable("SKINLESION_HEARTBEAT_SECONDS", "int", 20, "how often a worker renews its lease"),
    Variable("SKINLESION_RECONCILE_SECONDS", "int", 5, "pause between two rounds of the reconciler"),
    Variable("SKINLESION_TASK_SECONDS", "int", 300, "hard limit for one analysis; the soft limit is 10 s earlier"),
    Variable("SKINLESION_BATCH_CHUNK", "int", 32, "pictures of a batch that a worker takes at a time"),
    Variable("SKINLESION_STOP_SECONDS", "int", 20, "a worker told to stop gives back what it has not finished by then"),
    Variable("SKINLESION_READY_AGE_SECONDS", "int", 300, "/readyz turns 503 when a due analysis waits longer"),
    Variable(
        "SKINLESION_METRICS", "bool", False, "1: figures for Prometheus at /metrics (docs/reliability/metrics.md)"
    ),
    Variable("SKINLESION_METRICS_ALLOW", "list", ["127.0.0.1", "::1"], "who may read them: addresses or CIDR ranges"),
    Variable(
        "SKINLESION_X_ACCEL", "bool", False, "1 behind deploy/nginx: nginx sends stored files, after our permission"
    ),
    Variable("SKINLESION_SESSION_SECONDS", "int", 900, "a session ends so long after the last thing its person did"),
    Variable(
        "SKINLESION_SESSION_MAX_SECONDS", "int", 43200, "a session ends so long after signing in, whatever is done"
    ),
    Variable(
        "SKINLESION_TRUSTED_PROXIES", "int", 0, "proxies of ours that write X-Forwarded-For; 1 behind deploy/nginx"
    ),
    Variable("SKINLESION_LIMITS", "list", [], "changes to limits, as uploads=500/3600 (docs/trust/entry.md)"),
    Variable(
        "SKINLESION_SECOND_FACTOR_LATER",
        "bool",
        False,
        "1: admins may do without a code for now, and are told each time",
    ),
    Variable(
        "SKINLESION_IN_QUEUE_PER_PERSON",
        "int",
        12,
        "pictures of one person in the queue at once, the rest waits behind others'; at least the interactive workers",
    ),
    Variable("SKINLESION_EMAIL_URL", "str", "consolemail://", "where password mails go; smtp://user:pass@host:25"),
    Variable("SKINLESION_EMAIL_FROM", "str", "skinlesion@localhost", "sender of those mails"),
    Variable("SKINLESION_TIME_ZONE", "str", "UTC", "time zone of the pages"),
    Variable("SKINLESION_LOG_FORMAT", "str", "plain", "plain for people, json for log collectors"),
    Variable("SKINLESION_LOG_LEVEL", "str", "INFO", "DEBUG, INFO, WARNING or ERROR"),
)

_environ = environ.Env()
_by_name = {variable.name: variable for variable in TABLE}


def read(name: str) -> bool | int | str | list:
    """The value of a variable of the table, cast to its type.

    Raises:
        KeyError: the name is not in the table.
        django.core.exceptions.ImproperlyConfigured: the value does not fit the type.
    """
    variable = _by_name[name]
    return getattr(_environ, variable.kind)(name, default=variable.default)


def read_path(name: str) -> Path:
    """The same for a folder or file; relative ones start at the project's folder."""
    return BASE_DIR / str(read(name))


def read_database() -> dict:
    """DATABASE_URL as Django's DATABASES entry."""
    url = str(read("DATABASE_URL"))
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(read_path("SKINLESION_VAR_DIR") / "skinlesion.sqlite3"),
        }
    return environ.Env.db_url_config(url)


def read_email() -> dict:
    """SKINLESION_EMAIL_URL as Django's EMAIL_* settings."""
    return environ.Env.email_url_config(str(read("SKINLESION_EMAIL_URL")))
