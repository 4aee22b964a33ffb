"""The number of queries of an admin page doesn't grow with its rows."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from analysis.models import ModelVersion
from tests.cases.admin_rows import admins, histology, page, person, shared_rows, signed_review, whole_record
from tests.factories import BreakGlassFactory, CaseFactory, DoneAnalysisFactory, LesionFactory, LesionImageFactory


def queries_of(client, address: str) -> int:
    """Counted at the second visit, when Django's own caches are warm."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as counted:
        response = client.get(address)
    assert response.status_code == 200
    return len(counted)


def test_every_list_takes_as_many_queries_for_thirty_rows_as_for_three(client, admin_a, clinic_a, clinic_b):
    client.force_login(admin_a)
    addresses = {found.opts.model_name: page(found.model, "changelist") for found in admins()}
    assert len(addresses) == 15

    def measure():
        return {name: queries_of(client, address) for name, address in addresses.items()}

    def grow(count):
        shared_rows(count)
        for _ in range(count):
            BreakGlassFactory(user=person(clinic_b), patient=whole_record(clinic_a)["patient"])

    grow(3)
    with_three = measure()
    grow(27)
    assert measure() == with_three
    assert max(with_three.values()) <= 20


def test_lists_with_several_pictures_and_runs_a_row_take_no_more(client, admin_a, clinic_a):
    client.force_login(admin_a)
    record = whole_record(clinic_a)
    addresses = [page(record[name], "changelist") for name in ("case", "lesionimage", "analysis")]
    with_one = [queries_of(client, address) for address in addresses]

    for _ in range(4):
        image = LesionImageFactory(case=record["case"], received_by=person(clinic_a))
        DoneAnalysisFactory.create_batch(3, image=image)

    assert [queries_of(client, address) for address in addresses] == with_one


def test_every_page_takes_as_many_queries_for_thirty_inline_rows_as_for_three(client, admin_a, clinic_a):
    client.force_login(admin_a)
    record = whole_record(clinic_a)
    record["modelversion"] = ModelVersion.objects.first()
    addresses = {name: page(row, "change") for name, row in record.items()}

    def grow(first, last):
        for number in range(first, last):
            somebody = person(clinic_a)
            LesionFactory(patient=record["patient"], created_by=somebody)
            CaseFactory(lesion=record["lesion"], opened_by=somebody)
            histology(record["lesion"], by=somebody)
            signed_review(record["case"], number, by=somebody)
            image = LesionImageFactory(case=record["case"], received_by=somebody)
            DoneAnalysisFactory(image=image)
            DoneAnalysisFactory(image=record["lesionimage"], asked_by=somebody, batch=record["batchrun"])

    def measure():
        return {name: queries_of(client, address) for name, address in addresses.items()}

    grow(2, 4)
    with_three = measure()
    grow(4, 31)
    assert measure() == with_three
    assert max(with_three.values()) <= 20
