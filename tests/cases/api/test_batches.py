"""/api/batches/"""

import pytest

from accounts.models import User
from analysis.batches.fill_batch import fill_batch
from analysis.models import Analysis, BatchRun
from tests.analysis.small_networks import NEW, small_networks
from tests.factories import BatchRunFactory, LesionImageFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/api/batches/"


@pytest.fixture(autouse=True)
def networks(settings, tmp_path, db):
    """Weights of two networks in use and of a new one."""
    settings.WEIGHTS_DIR = tmp_path / "weights"
    small_networks(settings.WEIGHTS_DIR)


@pytest.fixture
def pictures(clinic_a, clinic_b):
    """Two of Clinic A, one of Clinic B."""
    return [
        LesionImageFactory(case__lesion__patient__clinic=clinic, original="o", rendition="r", thumbnail="t")
        for clinic in (clinic_a, clinic_a, clinic_b)
    ]


@pytest.fixture
def operator(db):
    """Runs the whole installation."""
    return User.objects.create_superuser("operator@site.example", full_name="Ola Olsen")


def test_count_start_follow_stop(api, admin_a, pictures):
    client = api(admin_a)
    counted = client.post(ADDRESS, {"dry_run": True, "classifier": NEW})
    assert (counted.status_code, counted.json()["to_ask"], counted.json()["shadow"]) == (200, 2, True)
    assert not BatchRun.objects.exists()

    started = client.post(ADDRESS, {"classifier": NEW})
    assert started.status_code == 202, started.content
    batch = started.json()
    assert (batch["classifier"]["version"], batch["progress"]["state"], batch["progress"]["waiting"]) == (
        NEW,
        "running",
        2,
    )
    assert client.post(ADDRESS, {"classifier": NEW}).json()["id"] == batch["id"], "no work twice"

    address = f"{ADDRESS}{batch['id']}/"
    fill_batch(batch["id"])
    assert client.post(f"{address}pause/").json()["progress"]["state"] == "paused"
    assert client.post(f"{address}resume/").json()["progress"]["state"] == "running"
    assert client.post(f"{address}retry-failed/").json()["error"]["code"] == "none_failed"
    assert client.get(address).json()["progress"]["total"] == 2
    assert client.post(f"{address}cancel/").json()["progress"] | {"per_minute": 0} == {
        "state": "cancelled",
        "total": 2,
        "waiting": 0,
        "running": 0,
        "done": 0,
        "rejected": 0,
        "failed": 0,
        "left_out": 2,
        "per_minute": 0,
        "seconds_left": None,
    }
    assert client.post(f"{address}cancel/").json()["error"]["code"] == "batch_ended"


def test_an_administrators_batch_is_of_the_own_clinic_whatever_is_sent(api, admin_a, clinic_b, pictures):
    named = {"clinic": clinic_b.pk, "images": [picture.pk for picture in pictures]}
    batch = api(admin_a).post(ADDRESS, named).json()
    fill_batch(batch["id"])
    assert batch["clinic"] == admin_a.clinic_id
    assert set(Analysis.objects.values_list("image", flat=True)) == {picture.pk for picture in pictures[:2]}


def test_the_operators_is_of_all_or_of_the_named_clinic(api, operator, clinic_b, pictures):
    client = api(operator)
    assert client.post(ADDRESS, {"dry_run": True}).json()["pictures"] == 3
    assert client.post(ADDRESS, {"dry_run": True, "clinic": clinic_b.pk}).json()["pictures"] == 1
    assert client.post(ADDRESS, {}).json()["clinic"] is None


def test_a_clinician_starts_none_and_sees_none(api, ana, pictures):
    assert api(ana).post(ADDRESS, {"dry_run": True}).status_code == 403
    assert api(ana).get(ADDRESS).status_code == 403


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"body_site": "sole"}, "no_pictures"),
        ({"body_site": "moon"}, "invalid"),
        ({"classifier": "classifier-9"}, "invalid"),
        ({"received_from": "2026-03-02", "received_to": "2026-03-01"}, "invalid"),
        ({"clinic": "x"}, "invalid"),
    ],
)
def test_what_is_refused(api, admin_a, pictures, asked, code):
    answer = api(admin_a).post(ADDRESS, asked)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code), answer.content
    assert not BatchRun.objects.exists()


def test_the_list_is_of_the_own_clinic_and_costs_the_same_however_long(
    api, admin_a, clinic_b, django_assert_max_num_queries
):
    BatchRunFactory(clinic=clinic_b)
    ours = BatchRunFactory.create_batch(6, clinic=admin_a.clinic, asked_by=admin_a)
    client = api(admin_a)
    with django_assert_max_num_queries(8):
        results = client.get(ADDRESS).json()["results"]
    assert [row["id"] for row in results] == [row.pk for row in reversed(ours)]
