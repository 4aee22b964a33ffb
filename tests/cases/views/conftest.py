"""Ana's browser, and records of her clinic to look at."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import CaseFactory, LesionFactory, LesionImageFactory, PatientFactory

HTMX = {"HX-Request": "true"}


def browser_of(user) -> Client:
    """A signed-in browser."""
    client = Client()
    client.force_login(user)
    return client


def count_queries(client: Client, address: str, **request) -> int:
    """How many queries the page costs."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, **request).status_code == 200
    return len(queries)


@pytest.fixture
def browser(ana):
    """Ana, signed in."""
    return browser_of(ana)


@pytest.fixture
def patient(clinic_a):
    """Maria, whom clinic A knows as A-77."""
    return PatientFactory(clinic=clinic_a, name="Maria Lindqvist", record_number="A-77")


@pytest.fixture
def lesion(patient):
    """On Maria's upper back."""
    return LesionFactory(patient=patient)


@pytest.fixture
def case(lesion, ana):
    """Opened by Ana, still without a picture."""
    return CaseFactory(lesion=lesion, opened_by=ana)


@pytest.fixture
def image(case):
    """A picture of that case that nobody has analysed."""
    return LesionImageFactory(case=case)
