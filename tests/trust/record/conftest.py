"""Browsers and API clients of the cast, and a record of clinic A and of clinic B."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import AuditEvent
from accounts.services.issue_tokens import issue_tokens
from tests.factories import CaseFactory, DoneAnalysisFactory, LesionImageFactory, PatientFactory


@pytest.fixture
def browser(ana):
    """Ana, signed in."""
    client = Client()
    client.force_login(ana)
    return client


@pytest.fixture
def desk(admin_a):
    """The administrator of Ana's clinic, signed in."""
    client = Client()
    client.force_login(admin_a)
    return client


@pytest.fixture
def as_ana(ana):
    """Ana's program."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_tokens(user=ana).access}")
    return client


def record_of(person, number: str):
    """An analysed picture of a patient of this person's clinic."""
    patient = PatientFactory(clinic=person.clinic, record_number=number)
    case = CaseFactory(lesion__patient=patient, opened_by=person)
    return DoneAnalysisFactory(image=LesionImageFactory(case=case, received_by=person))


@pytest.fixture
def analysis(ana):
    """Of Maria, whom clinic A knows as A-77."""
    return record_of(ana, "A-77")


@pytest.fixture
def foreign(cy):
    """Of somebody whom clinic B knows as B-12."""
    return record_of(cy, "B-12")


@pytest.fixture
def leaves():
    """`leaves(lambda: ...)`: the events that an act leaves, as (act, object_type, object_id)."""

    def of(act) -> list[tuple]:
        last = AuditEvent.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        answer = act()
        of.answer = answer
        if getattr(answer, "streaming", False):
            b"".join(answer.streaming_content)
        later = AuditEvent.objects.filter(pk__gt=last).order_by("pk")
        return list(later.values_list("act", "object_type", "object_id"))

    return of
