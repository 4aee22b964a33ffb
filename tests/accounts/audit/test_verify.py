"""The chain: whatever somebody does to a row behind the site's back, `verify_audit` names it."""

import json
from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.audit.append_only import lift
from accounts.audit.link import keys, link
from accounts.audit.verify import OTHER_KEY, verify
from accounts.models import AuditChain, AuditEvent
from accounts.services.record_event import record_event
from accounts.services.record_events import record_events

DETAIL = {
    "code": "blurred",
    "count": 3,
    "half": 0.5,
    "whole": 2.0,
    "tiny": 1e-7,
    "words": "größer, 皮膚",
    "list": [1, {}],
}


def sql(statement: str, *values) -> None:
    """What somebody with the database's password would type."""
    lift(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def trail(ana, cy):
    record_event(act="patient.registered", by=ana, about=ana, detail=DETAIL)
    record_events(events=[AuditEvent.of(act="case.opened", by=cy, about=cy, detail={"n": n}) for n in range(4)])
    record_event(act="models.registered", by=None)
    return list(AuditEvent.objects.order_by("number"))


def kinds(**more) -> list[tuple[str, int]]:
    return [(finding.kind, finding.number) for finding in verify(**more).findings]


def test_one_chain_in_the_order_of_writing_whatever_is_in_it(trail):
    seen = verify()
    assert not seen.findings
    assert (seen.events, [event.number for event in trail]) == (6, [1, 2, 3, 4, 5, 6])
    assert [event.previous for event in trail] == ["", *(event.hash for event in trail[:-1])]
    assert seen.heads == {str(trail[0].chain): [6, trail[-1].hash]}


CHANGES = {
    "at": "2026-01-01 00:00:00+00:00",
    "request_id": "another",
    "user_id": 4711,
    "user_email": "somebody@else.example",
    "clinic_id": 4711,
    "act": "nothing.happened",
    "object_type": "lesion",
    "object_id": 4711,
    "detail": '{"n": 17}',
    "previous": "0" * 64,
    "hash": "0" * 64,
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_row_is_named(trail, column):
    sql(f"UPDATE accounts_auditevent SET {column} = %s WHERE id = %s", CHANGES[column], trail[2].pk)
    found = verify().findings
    assert ("changed", 3) in [(finding.kind, finding.number) for finding in found]
    assert f"event {trail[2].pk} " in found[0].words


def test_every_column_is_in_the_hash():
    """A new one that nobody hashes could be changed unnoticed."""
    assert set(CHANGES) | {"id", "chain", "number"} == {field.column for field in AuditEvent._meta.fields}


def test_a_hash_made_without_the_key_is_noticed(trail):
    row = {name: getattr(trail[2], name) for name in ("chain", "number", "previous", *list(CHANGES)[:9])}
    assert link(keys()[0], row) == trail[2].hash
    row["act"] = "nothing.happened"
    forged = link(b"a guess", row)
    sql("UPDATE accounts_auditevent SET act = %s, hash = %s WHERE id = %s", row["act"], forged, trail[2].pk)
    assert ("changed", 3) in kinds()


@pytest.mark.parametrize(("gone", "first"), [([0], 1), ([2], 3), ([2, 3], 3), ([5], 6), ([4, 5], 5)])
def test_removed_rows_are_named(trail, gone, first):
    for index in gone:
        sql("DELETE FROM accounts_auditevent WHERE id = %s", trail[index].pk)
    assert kinds() == [("removed", first)]


def test_a_row_removed_and_the_rest_moved_up_is_named(trail):
    sql("DELETE FROM accounts_auditevent WHERE number = 3")
    for number in (4, 5, 6):
        sql("UPDATE accounts_auditevent SET number = %s WHERE number = %s", number - 1, number)
    assert {kind for kind, _ in kinds()} == {"changed", "removed"}


def insert(trail, number: int, **more) -> None:
    names = ["chain", "number", "previous", *list(CHANGES)[:9], "hash"]
    values = {name: getattr(trail[-1], name) for name in names} | {"number": number} | more
    marks = ", ".join(["%s"] * len(names))
    detail = json.dumps(values["detail"])
    sql(
        f"INSERT INTO accounts_auditevent ({', '.join(names)}) VALUES ({marks})",
        *(detail if name == "detail" else values[name] for name in names),
    )


def test_an_inserted_row_is_named(trail):
    insert(trail, 7)
    assert kinds() == [("changed", 7), ("inserted", 7)]


def test_a_row_in_a_chain_of_its_own_is_named(trail):
    insert(trail, 1, chain=99)
    assert ("changed", 1) in kinds()
    assert ("removed", 1) in kinds(), "its chain has no head"


def test_a_row_put_in_the_place_of_another_is_named(trail):
    sql("DELETE FROM accounts_auditevent WHERE number = 3")
    insert(trail, 3)
    assert kinds() == [("changed", 3)]


def test_a_row_of_another_past_is_named(trail, ana):
    """It is genuine, with a hash of ours, and of this very place: but what follows was not chained to it."""
    sql("DELETE FROM accounts_auditevent WHERE number = 6")
    sql("UPDATE accounts_auditchain SET length = 5, head = %s", trail[4].hash)
    record_events(events=[AuditEvent.of(act="case.opened", by=ana, detail={}) for _ in range(2)])
    assert kinds() == []
    sql("DELETE FROM accounts_auditevent WHERE number = 6")
    insert(trail, 6)
    assert kinds() == [("changed", 7)]


def test_a_trail_cut_short_with_its_head_is_noticed_against_an_older_head(trail, tmp_path):
    noted = tmp_path / "heads"
    call_command("verify_audit", heads=noted, stdout=StringIO())
    sql("DELETE FROM accounts_auditevent WHERE number >= 5")
    sql("UPDATE accounts_auditchain SET length = 4, head = %s", trail[3].hash)
    assert kinds() == [], "in itself it is a whole trail"
    with pytest.raises(CommandError, match="wrong or missing"):
        call_command("verify_audit", against=noted, stdout=StringIO())
    assert kinds(against=json.loads(noted.read_text())["heads"]) == [("removed", 6)]


def test_a_trail_that_was_begun_anew_is_noticed_against_an_older_head(trail, ana):
    heads = verify().heads
    sql("DELETE FROM accounts_auditevent")
    sql("DELETE FROM accounts_auditchain")
    assert {kind for kind, _ in kinds(against=heads)} == {"removed"}


def test_it_goes_on_under_a_new_key_as_long_as_the_old_one_is_known(trail, settings, ana):
    settings.AUDIT_KEYS = ["a new key", settings.SECRET_KEY]
    record_event(act="patient.registered", by=ana, about=ana)
    assert kinds() == []
    settings.AUDIT_KEYS = ["a new key"]
    assert [number for _, number in kinds()] == [1, 2, 3, 4, 5, 6]
    settings.AUDIT_KEYS = ["another"]
    assert verify().findings[0].words == OTHER_KEY


def test_a_refused_act_leaves_no_gap(ana, trail):
    with suppress(ZeroDivisionError), transaction.atomic():
        record_event(act="patient.registered", by=ana, about=ana)
        raise ZeroDivisionError
    record_event(act="patient.registered", by=ana, about=ana)
    assert kinds() == []
    assert AuditChain.objects.get().length == 7


def test_the_command_says_what_it_saw(trail):
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert said.getvalue().startswith("6 events in 1 chain: all as they were written.\n")
    sql("DELETE FROM accounts_auditevent WHERE number = 3")
    with pytest.raises(CommandError, match="5 events in 1 chain: 2 of them wrong or missing"):
        call_command("verify_audit", stdout=said)
    gone = f"removed: Chain {trail[0].chain}: numbers 3 to 3 (1) were removed, after event {trail[1].pk} "
    assert gone in said.getvalue()
    assert "guard: the database lacks audit_event_stays_as_it_is" in said.getvalue()
