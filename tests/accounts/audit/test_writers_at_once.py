"""Many transactions append at the same moment; none waits for another, and every chain is whole."""

import threading

import pytest
from django.db import connection, transaction

from accounts.audit.verify import verify
from accounts.models import AuditChain, AuditEvent
from accounts.services.record_event import record_event


def in_threads(work, count: int) -> list:
    failed = []

    def run(number: int) -> None:
        try:
            work(number)
        except Exception as error:  # told to the test, not to the thread's own end
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return failed


@pytest.mark.django_db(transaction=True)
def test_eight_writers_leave_whole_chains():
    def write(number: int) -> None:
        for step in range(10):
            with transaction.atomic():
                record_event(act="patient.registered", by=None, detail={"writer": number, "step": step})
                record_event(act="lesion.marked", by=None, detail={"writer": number, "step": step})

    assert in_threads(write, 8) == []
    seen = verify()
    assert (seen.findings, seen.events) == ([], 160)
    assert AuditEvent.objects.count() == sum(AuditChain.objects.values_list("length", flat=True)) == 160
    assert 1 <= len(seen.heads) <= 16, "a transaction that found all of them taken began one; two events may lie in two"


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="on SQLite there is one writer at a time anyway")
@pytest.mark.django_db(transaction=True)
def test_a_long_transaction_keeps_nobody_waiting():
    held, done = threading.Event(), threading.Event()

    def hold(number: int) -> None:
        with transaction.atomic():
            record_event(act="patients.imported", by=None)
            held.set()
            assert done.wait(30)

    thread = threading.Thread(target=in_threads, args=(hold, 1))
    thread.start()
    assert held.wait(30)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '1s'")
        record_event(act="case.read", by=None)
    done.set()
    thread.join(30)
    assert AuditChain.objects.count() == 2
    assert verify().findings == []
