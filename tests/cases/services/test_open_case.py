"""A case is opened about a lesion."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from cases.models import Case
from cases.services.open_case import open_case
from tests.factories import LesionFactory


def test_a_case_is_opened(clinic_a, ana):
    lesion = LesionFactory(patient__clinic=clinic_a)
    case = open_case(lesion=lesion, reason="Has grown", by=ana)
    assert Case.objects.get() == case
    assert (case.lesion, case.opened_by, case.reason) == (lesion, ana, "Has grown")
    event = AuditEvent.objects.get()
    assert (event.act, event.object_id, event.clinic_id) == ("case.opened", case.pk, clinic_a.pk)
    assert event.detail == {}


def test_a_novel_is_no_reason(clinic_a, ana):
    with pytest.raises(ValidationError) as refused:
        open_case(lesion=LesionFactory(patient__clinic=clinic_a), reason="x" * 301, by=ana)
    assert list(refused.value.message_dict) == ["reason"]
    assert not Case.objects.exists()
