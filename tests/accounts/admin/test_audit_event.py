"""The audit trail in the admin: to read, and only one's own clinic's."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.request_id import continue_request
from accounts.services.record_event import record_event
from tests.factories import UserFactory

LIST = reverse("admin:accounts_auditevent_changelist")


@pytest.fixture
def events(ana, cy):
    return [
        record_event(act="patient.registered", by=ana, about=ana.clinic),
        record_event(act="patient.registered", by=cy, about=cy.clinic),
        record_event(act="models.registered", by=None),
    ]


def shown(client, **query) -> set[int]:
    return set(client.get(LIST, query).context["cl"].queryset.values_list("pk", flat=True))


def test_an_administrator_reads_the_trail_of_their_clinic(client, admin_a, events):
    client.force_login(admin_a)
    assert shown(client) == {events[0].pk}
    assert client.get(reverse("admin:accounts_auditevent_change", args=[events[0].pk])).status_code == 200
    for other in events[1:]:
        assert client.get(reverse("admin:accounts_auditevent_change", args=[other.pk])).status_code == 302


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_writes_in_it(client, admin_a, events, superuser):
    if superuser:
        admin_a = UserFactory(clinic=None, role="admin", is_superuser=True)
    client.force_login(admin_a)
    change = reverse("admin:accounts_auditevent_change", args=[events[0].pk])
    assert client.get(reverse("admin:accounts_auditevent_add")).status_code == 403
    assert client.post(change, {"act": "nothing.happened"}).status_code == 403
    assert client.post(reverse("admin:accounts_auditevent_delete", args=[events[0].pk])).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [events[0].pk], "post": "yes"})
    assert AuditEvent.objects.get(pk=events[0].pk).act == "patient.registered"


def test_a_superuser_reads_everything(client, clinic_a, events):
    client.force_login(UserFactory(clinic=None, role="admin", is_superuser=True))
    assert shown(client) == {event.pk for event in events}


def test_search_finds_request_person_and_object(client, events, ana, clinic_a):
    client.force_login(UserFactory(clinic=None, role="admin", is_superuser=True))
    with continue_request("0123456789abcdef"):
        seen = record_event(act="patient.seen", by=ana)
    assert shown(client, q="0123456789abcdef") == {seen.pk}
    assert shown(client, q="ana@") == {events[0].pk, seen.pk}
    assert shown(client, q=f"clinic {clinic_a.pk}") == {events[0].pk}
    assert shown(client, q="nothing") == set()
    assert shown(client, act="models.registered") == {events[2].pk}


def test_the_list_costs_the_same_for_three_as_for_thirty(client, admin_a, ana, django_assert_max_num_queries):
    client.force_login(admin_a)

    def queries() -> int:
        with django_assert_max_num_queries(20) as counted:
            client.get(LIST)
        return len(counted)

    for _ in range(3):
        record_event(act="patient.registered", by=ana, about=ana)
    few = queries()
    for _ in range(27):
        record_event(act="patient.registered", by=ana, about=ana)
    assert queries() == few
