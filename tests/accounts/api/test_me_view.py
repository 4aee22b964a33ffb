"""Who I am."""

from django.urls import reverse
from rest_framework.test import APIClient

from tests.factories import UserFactory


def test_tells_the_person_their_clinic_and_what_they_may(ana, clinic_a):
    api = APIClient()
    api.force_authenticate(ana)
    assert api.get(reverse("api-me")).json() == {
        "id": ana.pk,
        "email": "ana@clinic-a.example",
        "full_name": "Ana Alvarez",
        "role": "clinician",
        "clinic": {"id": clinic_a.pk, "name": "Clinic A"},
        "acts": ["see_record", "write_record", "analyse"],
    }


def test_a_superuser_without_a_clinic_has_none(db):
    api = APIClient()
    api.force_authenticate(UserFactory(clinic=None, role="admin", is_superuser=True))
    answer = api.get(reverse("api-me")).json()
    assert answer["clinic"] is None
    assert "administer" in answer["acts"]


def test_a_session_of_the_pages_counts_too(client, ana):
    client.force_login(ana)
    assert client.get(reverse("api-me")).status_code == 200


def test_strangers_get_401(client, db):
    assert client.get(reverse("api-me")).status_code == 401
