"""The admin's index: who waits, whether the engine room works, what the week brought."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analysis.models import Analysis, Heartbeat
from tests.cases.admin_rows import person, signed_review, whole_record
from tests.cases.test_admin_queries import queries_of
from tests.factories import AnalysisFactory, ClassifierFactory, ImportRunFactory, LesionImageFactory, UserFactory

INDEX = "/admin/"


@pytest.fixture
def office(client, admin_a):
    """The administrator's browser."""
    client.force_login(admin_a)
    return client


def test_an_empty_site_says_what_is_missing(office):
    text = office.get(INDEX).text
    assert "No trained network is in use" in text
    assert "has never run" in text
    assert "nothing waits" in text


def test_the_engine_room(office, clinic_a):
    ClassifierFactory(metrics={"n": 1472, "auc": 0.9071, "auc_low": 0.88, "classes": ["mel"]})
    record = whole_record(clinic_a)
    waiting = AnalysisFactory(image=LesionImageFactory(case=record["case"]))
    Analysis.objects.filter(pk=waiting.pk).update(queued_at=timezone.now() - timedelta(hours=3))
    beat = Heartbeat.objects.create(process="reconciler", beat_at=timezone.now())
    text = office.get(INDEX).text
    assert "auc 0.9071" in text
    assert "auc low" not in text
    assert "3\xa0hours" in text
    assert "alive" in text
    Heartbeat.objects.filter(pk=beat.pk).update(beat_at=timezone.now() - timedelta(hours=2))
    assert "silent for 2\xa0hours" in office.get(INDEX).text


def test_the_workers(office):
    text = office.get(INDEX).text
    assert "Nobody listens to the interactive queue" in text
    assert "Nobody listens to the batch queue" in text
    Heartbeat.objects.create(process="interactive@theatre", beat_at=timezone.now(), queues="interactive")
    silent = Heartbeat.objects.create(process="batch@cellar", beat_at=timezone.now(), queues="batch,imports")
    text = office.get(INDEX).text
    assert "interactive@theatre" in text
    assert "Nobody listens" not in text
    Heartbeat.objects.filter(pk=silent.pk).update(beat_at=timezone.now() - timedelta(minutes=30))
    text = office.get(INDEX).text
    assert "Nobody listens to the batch queue" in text
    assert "silent for 30\xa0minutes" in text


def test_the_week_counts_the_own_clinic(office, clinic_a, clinic_b):
    case = whole_record(clinic_a)["case"]
    signed_review(case, 2, by=person(clinic_a))
    whole_record(clinic_b)
    ImportRunFactory(clinic=clinic_a)
    ImportRunFactory(clinic=clinic_b)
    answer = office.get(INDEX)
    assert answer.context["sums"] == [1, 1, 1, 0, 0, 2]
    assert answer.context["lines"][0][0] == timezone.localdate()
    assert len(answer.context["lines"]) == 7
    assert answer.context["imports"] == {"waiting": 1, "working": 0}


def test_the_index_takes_as_many_queries_for_many_rows_as_for_few(office, clinic_a):
    def grow(count):
        for _ in range(count):
            whole_record(clinic_a)
            UserFactory(clinic=clinic_a, approved_at=None)

    grow(2)
    few = queries_of(office, INDEX)
    grow(8)
    assert queries_of(office, INDEX) == few


def test_one_click_lets_somebody_in(office, clinic_a, mailoutbox, django_capture_on_commit_callbacks):
    waiting = UserFactory(clinic=clinic_a, approved_at=None, full_name="Wanda Wait")
    assert "1 person waits" in office.get(INDEX).text
    address = reverse("admin:accounts_user_approve", args=[waiting.pk])
    assert office.get(address).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        answer = office.post(address, follow=True)
    assert "1 of 1 approved." in answer.text
    assert "Wanda" not in answer.text
    waiting.refresh_from_db()
    assert waiting.approved_at
    assert len(mailoutbox) == 1


def test_nobody_is_let_in_elsewhere(office, clinic_b, client, ana):
    waiting = UserFactory(clinic=clinic_b, approved_at=None)
    address = reverse("admin:accounts_user_approve", args=[waiting.pk])
    assert office.post(address).status_code == 404
    client.force_login(ana)
    assert client.post(address).status_code in (302, 403)
    waiting.refresh_from_db()
    assert waiting.approved_at is None
