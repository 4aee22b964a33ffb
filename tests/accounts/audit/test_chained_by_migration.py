"""What was in the trail before there was a chain is chained by the migration, in the order in which it was written."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from accounts.audit.append_only import guard_after_migrate, lift, unguarded
from accounts.audit.verify import verify
from accounts.models import AuditChain, AuditEvent
from accounts.services.record_event import record_event

migration = import_module("accounts.migrations.0003_audit_chain")


@pytest.mark.parametrize("at_once", [2000, 2])
def test_old_rows_become_one_whole_chain(ana, at_once, monkeypatch):
    monkeypatch.setattr(migration, "AT_ONCE", at_once)
    for number in range(5):
        record_event(act="case.opened", by=ana, about=ana, detail={"number": number})
    lift(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_auditevent SET chain = 99, previous = '', hash = ''")
        cursor.execute("DELETE FROM accounts_auditchain")

    migration.chain_what_is_there(apps, SimpleNamespace(connection=connection))

    assert (verify().events, verify().findings) == (5, [])
    in_order = AuditEvent.objects.order_by("number").values_list("detail__number", flat=True)
    assert list(in_order) == [0, 1, 2, 3, 4]
    assert AuditChain.objects.get().length == 5
    record_event(act="case.opened", by=ana)
    assert (verify().events, verify().findings) == (6, [])


def test_tables_that_were_emptied_begin_anew_with_one_chain(db):
    lift(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_auditchain")
    guard_after_migrate(sender=None)
    assert list(AuditChain.objects.values_list("length", "head")) == [(0, "")]
    assert unguarded(connection) == []


def test_an_empty_trail_has_one_empty_chain(db):
    """It was made when the tables were; so the first event costs as many queries as the second."""
    assert list(AuditChain.objects.values_list("length", "head")) == [(0, "")]
    assert verify().findings == []
