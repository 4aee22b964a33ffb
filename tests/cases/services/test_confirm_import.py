"""Confirmed once, by somebody, after the check; cancelled before the end; found again by the reconciler."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import AuditEvent
from analysis.models import BatchRun
from analysis.reconcile import reconcile
from cases.models import ImportRun
from cases.services.cancel_import import cancel_import
from cases.services.confirm_import import confirm_import
from cases.services.resume_imports import resume_imports
from cases.tasks import work_on_import
from tests.cases.services.imports import checked, confirmed, kept_zips, start
from tests.factories import ClassifierFactory, ImportRowFactory, ImportRunFactory, SegmenterFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_confirmation_opens_a_batch_and_is_kept(ana, bo):
    SegmenterFactory(), ClassifierFactory()
    run = confirm_import(run=checked(ana), by=bo)
    assert (run.state, run.confirmed_by) == ("importing", bo)
    batch = BatchRun.objects.get()
    assert (run.batch, batch.image_count, batch.clinic, batch.selection) == (batch, 3, ana.clinic, {"import": run.pk})
    event = AuditEvent.objects.get(act="import.confirmed")
    assert (event.user_id, event.object_id, event.detail) == (bo.pk, run.pk, {"rows": 3})


def test_it_is_confirmed_once(ana):
    run = confirmed(ana)
    with pytest.raises(ValidationError) as refused:
        confirm_import(run=run, by=ana)
    assert refused.value.code == "not_checked"
    assert AuditEvent.objects.filter(act="import.confirmed").count() == 1


def test_not_before_the_check(ana):
    with pytest.raises(ValidationError) as refused:
        confirm_import(run=start(ana), by=ana)
    assert refused.value.code == "not_checked"


def test_nothing_ready_is_nothing_to_confirm(ana):
    run = checked(ana, table="file,patient,site\na.jpg,,\n")
    with pytest.raises(ValidationError) as refused:
        confirm_import(run=run, by=ana)
    assert refused.value.code == "nothing_to_import"
    run.refresh_from_db()
    assert run.state == "checked"


def test_cancelled_before_anything_is_stored(ana, tmp_path):
    run = cancel_import(run=checked(ana), by=ana)
    assert (run.state, run.cancelled_by) == ("cancelled", ana)
    assert kept_zips(tmp_path) == []
    assert AuditEvent.objects.get(act="import.cancelled").detail == {"imported": 0}
    for late in (confirm_import, cancel_import):
        with pytest.raises(ValidationError):
            late(run=run, by=ana)


def let_it_be_silent(run: ImportRun) -> None:
    """Its last message was sent long ago."""
    ImportRun.objects.filter(pk=run.pk).update(published_at=Now() - timedelta(hours=1))


def test_the_reconciler_finds_an_import_that_nobody_works_on(ana):
    run = start(ana)
    reconcile()
    run.refresh_from_db()
    before = run.ticket

    let_it_be_silent(run)
    reconcile()

    run.refresh_from_db()
    assert run.ticket > before
    work_on_import(run.pk, before)
    run.refresh_from_db()
    assert run.state == "checking", "the older message is void"
    work_on_import(run.pk, run.ticket)
    run.refresh_from_db()
    assert run.state == "checked"


def test_it_leaves_the_others_alone(ana):
    waits, ended, elsewhere, fresh = checked(ana), checked(ana), start(ana), start(ana)
    cancel_import(run=ended, by=ana)
    ImportRun.objects.filter(pk=elsewhere.pk).update(source_is_ours=False)
    for run in (waits, ended, elsewhere):
        let_it_be_silent(run)
    assert resume_imports() == 0
    let_it_be_silent(fresh)
    assert resume_imports() == 1
    half_read = start(ana)
    ImportRun.objects.filter(pk=half_read.pk).update(read_at=None)
    let_it_be_silent(half_read)
    assert resume_imports() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"confirmed_at": timezone.now()},
        {"finished_at": timezone.now()},
        {"cancelled_at": timezone.now()},
    ],
)
def test_the_database_holds_the_order_of_a_run(changes):
    run = ImportRunFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "done"},
        {"state": "refused"},
        {"state": "gone"},
        {"errors": [{"column": "", "code": "x", "message": "y"}]},
        {"token": "00000000-0000-4000-8000-000000000001"},
    ],
)
def test_the_database_holds_what_a_row_says(changes):
    row = ImportRowFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.run.rows.update(**changes)


def test_a_number_stands_once_in_a_run():
    row = ImportRowFactory()
    with pytest.raises(IntegrityError):
        ImportRowFactory(run=row.run, number=row.number)
