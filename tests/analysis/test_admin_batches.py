"""A batch in the admin: its progress, and what an administrator does with it."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from analysis.models import Analysis, BatchRun
from tests.cases.admin_rows import page
from tests.factories import AnalysisFactory, BatchRunFactory, DoneAnalysisFactory

pytestmark = pytest.mark.django_db
FAILED = {"state": "failed", "reason_code": "x", "reason": "X."}


@pytest.fixture
def batch(clinic_a) -> BatchRun:
    """Of two pictures, one failed and one waits."""
    made = BatchRunFactory(clinic=clinic_a, image_count=2, filled_at=timezone.now())
    for fields in ({**FAILED, "finished_at": timezone.now()}, {}):
        AnalysisFactory(batch=made, image__case__lesion__patient__clinic=clinic_a, **fields)
    return made


@pytest.fixture
def desk(client, admin_a):
    """The administrator of Clinic A."""
    client.force_login(admin_a)
    return client


def control(batch, name: str) -> str:
    """The address of a button."""
    return reverse("admin:analysis_batchrun_control", args=[batch.pk, name])


def test_the_page_shows_progress_and_polls_while_there_is_something_to_see(desk, batch):
    progress = reverse("admin:analysis_batchrun_progress", args=[batch.pk])
    shown = desk.get(page(batch, "change")).text
    assert "1 of 2 ended" in shown
    assert f'hx-get="{progress}"' in shown
    assert [name for name in ("pause", "resume", "retry-failed", "cancel") if control(batch, name) in shown] == [
        "pause",
        "retry-failed",
        "cancel",
    ]
    assert desk.get(progress).status_code == 302, "a page of its own it is not"
    Analysis.objects.filter(state="queued").update(**FAILED, finished_at=timezone.now())
    fragment = desk.get(progress, headers={"HX-Request": "true"}).text
    assert "2 of 2 ended" in fragment
    assert "hx-get" not in fragment
    assert control(batch, "pause") not in fragment


def test_what_came_out_can_be_compared_from_the_progress_as_soon_as_there_is_a_result(desk, batch):
    comparison = reverse("admin:analysis_batchrun_show", args=[batch.pk])
    asked = {"path": reverse("admin:analysis_batchrun_progress", args=[batch.pk]), "headers": {"HX-Request": "true"}}
    assert comparison not in desk.get(**asked).text
    DoneAnalysisFactory(batch=batch, image__case__lesion__patient__clinic=batch.clinic)
    assert f'href="{comparison}"' in desk.get(**asked).text


@pytest.mark.parametrize("name", ["pause", "cancel", "retry-failed"])
def test_a_button_asks_first_and_then_does_it_with_an_event(desk, admin_a, batch, name):
    act = {"pause": "batch.paused", "cancel": "batch.cancelled", "retry-failed": "batch.retried"}[name]
    assert "No, take me back" in desk.get(control(batch, name)).text
    assert not AuditEvent.objects.filter(act=act).exists()
    assert desk.post(control(batch, name)).status_code == 302
    event = AuditEvent.objects.get(act=act)
    assert (event.user_id, event.object_id, event.clinic_id) == (admin_a.pk, batch.pk, batch.clinic_id)


def test_pause_turns_into_resume(desk, batch):
    desk.post(control(batch, "pause"))
    shown = desk.get(page(batch, "change")).text
    assert control(batch, "resume") in shown
    assert control(batch, "pause") not in shown
    desk.post(control(batch, "resume"))
    batch.refresh_from_db()
    assert batch.paused_at is None


def test_too_late_is_said_and_not_an_error(desk, batch):
    desk.post(control(batch, "cancel"))
    response = desk.post(control(batch, "pause"))
    assert "This batch has ended already." in [str(message) for message in get_messages(response.wsgi_request)]


def test_nobody_else_gets_at_it(client, batch, ana, admin_b):
    addresses = [control(batch, "cancel"), reverse("admin:analysis_batchrun_progress", args=[batch.pk])]
    client.force_login(admin_b)
    assert [client.post(address).status_code for address in addresses] == [404, 404]
    client.force_login(ana)
    assert [client.post(address, follow=True).status_code for address in addresses] == [403, 403]
    batch.refresh_from_db()
    assert batch.cancelled_at is None


def test_an_unknown_button_is_not_there(desk, batch):
    assert desk.get(control(batch, "explode")).status_code == 404


def test_ticked_pictures_are_a_number_on_the_page(desk, batch):
    BatchRun.objects.update(selection={"images": [4711, 4712]})
    shown = desk.get(page(batch, "change")).text
    assert "2 ticked" in shown
    assert "4711" not in shown
    assert "every stored picture" in desk.get(page(BatchRunFactory(clinic=batch.clinic), "change")).text
