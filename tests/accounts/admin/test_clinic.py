"""Clinics in the admin."""

from django.urls import reverse

from accounts.models import AuditEvent, Clinic
from tests.factories import ClinicFactory, UserFactory

LIST, ADD = reverse("admin:accounts_clinic_changelist"), reverse("admin:accounts_clinic_add")


def change_url(clinic) -> str:
    return reverse("admin:accounts_clinic_change", args=[clinic.pk])


def test_an_administrator_renames_their_clinic_and_no_other(client, admin_a, clinic_a, clinic_b):
    client.force_login(admin_a)
    assert list(client.get(LIST).context["cl"].queryset) == [clinic_a]
    client.post(change_url(clinic_a), {"name": "Clinic Alpha", "histology_overdue_days": 28})
    client.post(change_url(clinic_b), {"name": "Clinic Beta", "histology_overdue_days": 28})
    assert set(Clinic.objects.values_list("name", flat=True)) == {"Clinic Alpha", "Clinic B"}
    assert AuditEvent.objects.get(act="clinic.changed").clinic_id == clinic_a.pk


def test_an_administrator_says_how_the_clinic_works(client, admin_a, clinic_a):
    client.force_login(admin_a)

    client.post(change_url(clinic_a), {"name": "Clinic A", "impression_first": "on", "histology_overdue_days": 14})

    clinic_a.refresh_from_db()
    assert (clinic_a.impression_first, clinic_a.histology_overdue_days) == (True, 14)
    event = AuditEvent.objects.get(act="clinic.changed")
    assert event.detail["fields"] == ["histology_overdue_days", "impression_first"]


def test_only_a_superuser_adds_one(client, admin_a):
    client.force_login(admin_a)
    assert client.post(ADD, {"name": "Clinic C"}).status_code == 403
    client.force_login(UserFactory(clinic=None, role="admin", is_superuser=True))
    assert client.post(ADD, {"name": "Clinic C", "histology_overdue_days": 28}).status_code == 302
    assert Clinic.objects.filter(name="Clinic C").exists()


def test_the_list_counts_people_without_a_query_each(client, db, django_assert_max_num_queries):
    client.force_login(UserFactory(clinic=None, role="admin", is_superuser=True))

    def queries() -> int:
        with django_assert_max_num_queries(20) as counted:
            client.get(LIST)
        return len(counted)

    UserFactory.create_batch(2, clinic=ClinicFactory(name="Clinic A"))
    few = queries()
    for number in range(20):
        UserFactory(clinic=ClinicFactory(name=f"Clinic {number}"))
    assert queries() == few
    assert client.get(LIST, {"q": "Clinic A"}).context["cl"].queryset.get().people_count == 2
