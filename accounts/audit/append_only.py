"""The database itself refuses to change or remove what is on record.

Whoever owns the tables can lift this; `manage.py verify_audit` is there for what they did afterwards. What it stops is
the slip, the script, and the statement that somebody smuggled in.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

EVENTS, CHAINS = "accounts_auditevent", "accounts_auditchain"
REFUSAL = "The audit trail is append only."
FUNCTION = "audit_append_only"

_BACKWARDS = "NEW.id <> OLD.id OR NEW.length <= OLD.length"
SQLITE = {
    "audit_event_stays_as_it_is": f"BEFORE UPDATE ON {EVENTS}",
    "audit_event_stays": f"BEFORE DELETE ON {EVENTS}",
    "audit_chain_grows": f"BEFORE UPDATE ON {CHAINS} WHEN {_BACKWARDS}",
    "audit_chain_stays": f"BEFORE DELETE ON {CHAINS}",
}
POSTGRESQL = {
    "audit_event_stays_as_it_is": f"BEFORE UPDATE OR DELETE ON {EVENTS} FOR EACH ROW",
    "audit_events_stay": f"BEFORE TRUNCATE ON {EVENTS} FOR EACH STATEMENT",
    "audit_chain_grows": f"BEFORE UPDATE ON {CHAINS} FOR EACH ROW WHEN ({_BACKWARDS})",
    "audit_chain_stays": f"BEFORE DELETE ON {CHAINS} FOR EACH ROW",
    "audit_chains_stay": f"BEFORE TRUNCATE ON {CHAINS} FOR EACH STATEMENT",
}


def guard(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers there that are missing."""
    with connection.cursor() as cursor:
        if missing := unguarded(connection):
            for statement in _statements(connection.vendor, missing):
                cursor.execute(statement)


def lift(connection: BaseDatabaseWrapper) -> None:
    """Take them away: for tests, which empty all tables, and for nobody else."""
    tables = {name: CHAINS if CHAINS in when else EVENTS for name, when in _triggers(connection.vendor).items()}
    with connection.cursor() as cursor:
        for name, table in tables.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if _is_server(connection.vendor) else ""))


def unguarded(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that are not there."""
    known = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
        if _is_server(connection.vendor)
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(known)
        there = {name for (name,) in cursor.fetchall()}
    return [name for name in _triggers(connection.vendor) if name not in there]


def guard_after_migrate(sender, using: str = "default", **_) -> None:
    """Receiver of `post_migrate`: a table that SQLite had to make anew has lost its triggers."""
    from django.db import connections

    connection = connections[using]
    if {EVENTS, CHAINS} <= set(connection.introspection.table_names()):
        guard(connection)
        _begin_the_first_chain(using)


def _begin_the_first_chain(using: str) -> None:
    # it is there before anybody's first act, so that this one costs what all others cost
    from accounts.models import AuditChain

    chains = AuditChain.objects.using(using)
    if not chains.exists():
        chains.create()


def _triggers(vendor: str) -> dict[str, str]:
    return POSTGRESQL if _is_server(vendor) else SQLITE


def _is_server(vendor: str) -> bool:
    return vendor == "postgresql"


def _statements(vendor: str, names: list[str]) -> list[str]:
    if not _is_server(vendor):
        return [f"CREATE TRIGGER {name} {SQLITE[name]} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END" for name in names]
    body = f"BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END"
    function = f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
    return [function, *(f"CREATE TRIGGER {n} {POSTGRESQL[n]} EXECUTE FUNCTION {FUNCTION}()" for n in names)]
