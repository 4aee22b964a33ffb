"""Workers hear of an import in a queue of its own, and its analyses wait in the batch's."""

import pytest

from analysis.reconcile import reconcile
from cases.models import ImportRun
from cases.services.publish_import import publish_import
from cases.services.resume_imports import resume_imports
from cases.services.work_on_import import work_on_import
from tests.analysis.queue_folder import folder, ids, messages, unreachable_broker
from tests.cases.services.imports import confirmed, start
from tests.factories import ClassifierFactory, ImportRunFactory, SegmenterFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _empty_queue():
    for message in folder().glob("*.msg"):
        message.unlink()


def test_its_number_and_its_ticket_are_all_that_is_sent(ana):
    run = start(ana)
    (message,) = messages("imports")
    assert message["headers"]["task"] == "cases.tasks.work_on_import"
    assert message["body"][0] == [run.pk, run.ticket]


def test_no_clinicians_queue_hears_of_imported_pictures(ana):
    SegmenterFactory(), ClassifierFactory()
    run = confirmed(ana)
    work_on_import(run_id=run.pk)
    reconcile()
    assert len(ids("batch")) == 3
    assert ids("interactive") == []


def test_a_broker_that_is_away_stays_unnoticed_and_the_reconciler_sends_it_later(ana):
    with unreachable_broker():
        run = start(ana)
    assert messages("imports") == []
    ImportRun.objects.filter(pk=run.pk).update(published_at=None)
    assert resume_imports() == 1
    assert ids("imports") == [run.pk]


def test_an_import_of_the_servers_own_folder_is_left_to_its_command(ana):
    publish_import(run=ImportRunFactory(clinic=ana.clinic, source_is_ours=False))
    assert messages("imports") == []
