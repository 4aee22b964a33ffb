"""Nobody changes the trail by a slip: neither through a model nor with a statement of their own."""

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, transaction

from accounts.audit.append_only import guard, lift, unguarded
from accounts.models import AuditEvent
from accounts.models.audit_event import AppendOnly
from accounts.services.record_event import record_event

STATEMENTS = [
    "UPDATE accounts_auditevent SET act = 'nothing.happened'",
    "UPDATE accounts_auditevent SET detail = detail",
    "DELETE FROM accounts_auditevent",
    "UPDATE accounts_auditchain SET length = length - 1",
    "UPDATE accounts_auditchain SET head = 'x'",
    "DELETE FROM accounts_auditchain",
]


@pytest.fixture
def event(ana):
    return record_event(act="patient.registered", by=ana, about=ana)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses(event, statement):
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.get().act == "patient.registered"


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite knows no TRUNCATE")
@pytest.mark.parametrize("table", ["accounts_auditevent", "accounts_auditchain"])
def test_the_database_refuses_to_empty_it(event, table):
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table}")


def test_the_model_refuses(event):
    attempts = [
        lambda: AuditEvent.objects.update(act="nothing.happened"),
        lambda: AuditEvent.objects.all().delete(),
        lambda: AuditEvent.objects.bulk_update([event], ["act"]),
        event.save,
        event.delete,
    ]
    for attempt in attempts:
        with pytest.raises(AppendOnly):
            attempt()


def test_a_table_that_was_made_anew_is_guarded_again(event):
    lift(connection)
    assert len(unguarded(connection)) >= 4
    # what `migrate` ends with; itself it refuses where tables are made without migrations, as `make teeth` does
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert unguarded(connection) == []
    guard(connection)
    assert unguarded(connection) == []
