"""An import is checked and taken in row by row: nothing twice, nothing lost, whoever is killed when."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import AuditEvent
from analysis.models import Analysis
from cases.models import Case, ImportRow, ImportRun, Lesion, LesionImage, Pathology, Patient
from cases.services.cancel_import import cancel_import
from cases.services.import_row import import_row
from cases.services.work_on_import import work_on_import
from tests.analysis.at_once import at_once
from tests.cases.services.imports import checked, codes, confirmed, kept_zips, picture, start
from tests.factories import ClassifierFactory, PatientFactory, SegmenterFactory

pytestmark = pytest.mark.django_db(transaction=True)


def states(run: ImportRun) -> dict[str, int]:
    """How many rows are in which state."""
    found = list(run.rows.values_list("state", flat=True))
    return {state: found.count(state) for state in sorted(set(found))}


def everything() -> tuple[int, ...]:
    """How many rows of each kind the record has."""
    return tuple(model.objects.count() for model in (Patient, Lesion, Case, LesionImage, Pathology))


def test_the_dry_run_makes_nothing(ana):
    run = checked(ana)

    assert (run.state, states(run)) == ("checked", {"ready": 3})
    assert everything() == (0, 0, 0, 0, 0)
    assert list(AuditEvent.objects.values_list("act", flat=True).order_by("pk")) == ["import.started", "import.checked"]


def test_the_whole_import(ana, tmp_path):
    SegmenterFactory(), ClassifierFactory()
    run = confirmed(ana)

    assert work_on_import(run_id=run.pk) is False

    run.refresh_from_db()
    assert (run.state, states(run)) == ("finished", {"done": 3})
    assert everything() == (2, 2, 3, 3, 1)
    first = run.rows.get(number=2)
    assert (first.patient.record_number, first.patient.name, first.patient.clinic) == ("P-1", "P-1", ana.clinic)
    assert first.lesion.body_site == "upper_back"
    assert timezone.localdate(first.image.taken_at).isoformat() == "2024-03-02"
    assert first.lesion == run.rows.get(number=3).lesion
    assert run.rows.get(number=4).image.image_type == "close_up"
    found = Pathology.objects.get()
    assert (found.diagnosis, found.lesion, found.reported_on.isoformat()) == ("mel", first.lesion, "2024-03-02")
    assert [note["code"] for note in run.rows.get(number=4).notes] == ["no_histology"]
    assert set(Analysis.objects.values_list("batch", flat=True)) == {run.batch_id}
    assert kept_zips(tmp_path) == []


def test_pictures_are_imported_without_a_network_too(ana):
    run = confirmed(ana)
    work_on_import(run_id=run.pk)
    assert run.batch is None
    assert (LesionImage.objects.count(), Analysis.objects.count()) == (3, 0)


class Killed(BaseException):
    """What ends a process."""


def test_killed_after_the_picture_and_before_its_row_says_so(ana):
    run = confirmed(ana)

    def killed(*, row, source):
        import_row(row=row, source=source)
        raise Killed

    with pytest.raises(Killed):
        work_on_import(run_id=run.pk, take=killed)
    assert (LesionImage.objects.count(), states(run)) == (1, {"ready": 3})

    work_on_import(run_id=run.pk)

    assert states(run) == {"done": 3}
    assert everything() == (2, 2, 3, 3, 1)
    assert AuditEvent.objects.filter(act="image.received").count() == 3


def test_a_power_cut_leaves_a_lease_and_the_row_comes_back_when_it_is_over(ana):
    run = confirmed(ana)
    row = run.rows.first()
    token = "00000000-0000-4000-8000-000000000001"
    run.rows.filter(pk=row.pk).update(token=token, lease_until=Now() + timedelta(seconds=60), attempts=1)

    assert work_on_import(run_id=run.pk) is True
    assert states(run) == {"done": 2, "ready": 1}

    run.rows.filter(pk=row.pk).update(lease_until=Now() - timedelta(seconds=1))
    assert work_on_import(run_id=run.pk) is False
    assert states(run) == {"done": 3}


def test_who_was_too_slow_writes_nothing(ana):
    run = confirmed(ana)

    def overtaken(*, row, source):
        image = import_row(row=row, source=source)
        ImportRow.objects.filter(pk=row.pk).update(token="00000000-0000-4000-8000-000000000002")
        return image

    work_on_import(run_id=run.pk, take=overtaken)
    assert states(run) == {"ready": 3}


def test_a_row_that_costs_three_workers_their_life_is_not_tried_a_fourth_time(ana):
    run = confirmed(ana)
    run.rows.filter(number=2).update(attempts=3)
    work_on_import(run_id=run.pk)
    assert codes(run) == {2: ["worker_lost"]}
    run.refresh_from_db()
    assert run.state == "finished"


def test_two_workers_at_once_do_each_row_once(ana):
    table = "file,patient,lesion,site\n" + "".join(f"{n}.jpg,P-{n % 2},L{n % 3},face\n" for n in range(8))
    run = confirmed(ana, {f"{n}.jpg": picture(n) for n in range(8)}, table)
    taken = []

    def noted(*, row, source):
        taken.append(row.pk)
        return import_row(row=row, source=source)

    at_once(lambda: work_on_import(run_id=run.pk, take=noted), times=2)

    assert len(taken) == len(set(taken)) == 8
    assert states(run) == {"done": 8}
    assert everything()[:4] == (2, 6, 6, 8)


def test_a_refused_row_does_not_stop_the_others(ana):
    run = confirmed(ana)

    def refuses_one(*, row, source):
        if row.number == 2:
            raise ValidationError("Not this one.", code="not_this")
        return import_row(row=row, source=source)

    work_on_import(run_id=run.pk, take=refuses_one)
    assert states(run) == {"done": 2, "failed": 1}
    assert run.rows.get(number=2).errors == [{"column": "", "code": "not_this", "message": "Not this one."}]


def test_a_bug_in_one_row_does_not_stop_the_others(ana):
    run = confirmed(ana)

    def breaks_once(*, row, source):
        if row.number == 2:
            raise ZeroDivisionError
        return import_row(row=row, source=source)

    work_on_import(run_id=run.pk, take=breaks_once)
    assert codes(run) == {2: ["program_error"]}


def test_a_full_disk_stops_the_worker_and_not_the_row(ana):
    run = confirmed(ana)

    def full(*, row, source):
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        work_on_import(run_id=run.pk, take=full)
    assert states(run) == {"ready": 3}


def test_nobody_works_on_an_import_whose_rows_are_not_all_there_yet(ana):
    run = start(ana)
    ImportRun.objects.filter(pk=run.pk).update(read_at=None)
    assert work_on_import(run_id=run.pk) is False
    assert states(run) == {"unchecked": 3}


def test_an_old_message_does_nothing(ana):
    run = start(ana)
    assert work_on_import(run_id=run.pk, ticket=run.ticket - 1) is False
    assert states(run) == {"unchecked": 3}
    work_on_import(run_id=run.pk, ticket=run.ticket)
    assert states(run) == {"ready": 3}


def test_a_slice_ends_and_asks_for_the_next(ana):
    run = start(ana)
    assert work_on_import(run_id=run.pk, seconds=0) is True
    before = run.ticket

    def one_row_takes_long(*, row, source):
        from cases.services.check_import_row import Checked

        return Checked(sha256="0" * 64)

    assert work_on_import(run_id=run.pk, check=one_row_takes_long) is False
    run.refresh_from_db()
    assert run.state == "checked"
    assert run.ticket == before, "nothing is left, so nobody need be told"


def test_cancelled_in_the_middle_no_further_row_is_begun(ana, tmp_path):
    run = confirmed(ana)

    def then_cancel(*, row, source):
        image = import_row(row=row, source=source)
        cancel_import(run=run, by=ana)
        return image

    assert work_on_import(run_id=run.pk, take=then_cancel) is False
    assert states(run) == {"done": 1, "ready": 2}
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert kept_zips(tmp_path) == []
    assert work_on_import(run_id=run.pk) is False


def test_files_that_have_gone_are_said_on_every_row(ana, tmp_path):
    run = confirmed(ana)
    for file in kept_zips(tmp_path):
        file.unlink()
    work_on_import(run_id=run.pk)
    run.refresh_from_db()
    assert (run.state, states(run)) == ("finished", {"failed": 3})


def test_the_lesion_of_an_earlier_import_is_found_again(ana):
    work_on_import(run_id=confirmed(ana).pk)
    again = confirmed(ana, {"d.jpg": picture(9)}, "file,patient,lesion,site\nd.jpg,P-1,L1,upper back\n")
    work_on_import(run_id=again.pk)
    assert everything() == (2, 2, 4, 4, 1)


def test_the_rows_of_a_merged_patient_go_to_who_stays(ana):
    survivor = PatientFactory(clinic=ana.clinic, record_number="P-9")
    PatientFactory(clinic=ana.clinic, record_number="P-1", name="P-1", merged_into=survivor)
    work_on_import(run_id=confirmed(ana).pk)
    assert Lesion.objects.filter(patient=survivor).count() == 1


def test_another_clinics_patient_with_the_same_number_is_left_alone(ana, cy):
    theirs = PatientFactory(clinic=cy.clinic, record_number="P-1", name="Somebody else")
    work_on_import(run_id=confirmed(ana).pk)
    assert not theirs.lesions.exists()
    assert Patient.objects.filter(clinic=ana.clinic).count() == 2
