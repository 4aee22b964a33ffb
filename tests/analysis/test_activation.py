"""Another version is used for new pictures: signed off, or with a reason, or back to where it was."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import AuditEvent
from analysis.activation import activate_versions, roll_back, version_before
from analysis.batches.pictures import AGAIN
from analysis.models import ModelVersion
from tests.analysis.batch_rows import a_batch
from tests.factories import AnalysisFactory, ClassifierFactory, SegmenterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    """What is in use."""
    SegmenterFactory()
    return ClassifierFactory()


@pytest.fixture
def new():
    """What shall be."""
    return ClassifierFactory(version="classifier-new", active=False)


def in_use() -> str:
    return ModelVersion.objects.get(kind="classifier", active=True).version


def events() -> list[dict]:
    return list(AuditEvent.objects.filter(act="model.activated").order_by("pk").values_list("detail", flat=True))


def test_without_a_signed_off_batch_or_a_reason_nothing_happens(old, new, admin_a):
    a_batch(admin_a)

    with pytest.raises(ValidationError) as refused:
        activate_versions(versions=[new], by=admin_a, reason="  ")

    assert refused.value.code == "not_signed_off"
    assert "segmenter-test and classifier-new" in refused.value.messages[0]
    assert (in_use(), events()) == ("classifier-test", [])


def test_a_signed_off_batch_is_enough_and_stands_in_the_audit_trail(old, new, admin_a):
    batch = a_batch(admin_a, signed_off_by=admin_a, signed_off_at=timezone.now())

    assert activate_versions(versions=[new], by=admin_a) == [new]

    assert in_use() == "classifier-new"
    (event,) = events()
    assert (event["before"], event["batch"]) == (["classifier-test"], batch.pk)


@pytest.mark.parametrize(
    ("selection", "enough"), [({"site": "face"}, False), ({"images": [1]}, False), ({AGAIN: True}, True)]
)
def test_a_few_chosen_pictures_are_not_enough(old, new, admin_a, selection, enough):
    a_batch(admin_a, signed_off_by=admin_a, signed_off_at=timezone.now(), selection=selection)

    if enough:
        assert activate_versions(versions=[new], by=admin_a) == [new]
    else:
        with pytest.raises(ValidationError, match="over all stored pictures"):
            activate_versions(versions=[new], by=admin_a)


def test_a_batch_with_another_segmenter_says_nothing_about_this_pair(old, new, admin_a):
    other = SegmenterFactory(version="segmenter-other", active=False)
    a_batch(admin_a, signed_off_by=admin_a, signed_off_at=timezone.now(), segmenter=other)

    with pytest.raises(ValidationError, match="signed off"):
        activate_versions(versions=[new], by=admin_a)
    assert set(activate_versions(versions=[new, other], by=admin_a)) == {new, other}


def test_a_reason_is_enough_and_stands_in_the_audit_trail(old, new, admin_a):
    activate_versions(versions=[new], by=admin_a, reason=" The old one was withdrawn. ")

    assert in_use() == "classifier-new"
    assert events()[0]["reason"] == "The old one was withdrawn."


def test_the_first_of_a_kind_needs_nobody(new, admin_a):
    SegmenterFactory()
    assert activate_versions(versions=[new], by=admin_a) == [new]


def test_a_version_in_shadow_becomes_the_one_in_use(old, new, admin_a):
    ModelVersion.objects.filter(pk=new.pk).update(shadow=True)
    activate_versions(versions=[new], by=admin_a, reason="Tried for a month.")
    new.refresh_from_db()
    assert (new.active, new.shadow) == (True, False)


def test_rolled_back_at_once_and_results_keep_their_version(old, new, admin_a):
    activate_versions(versions=[new], by=admin_a, reason="Better.")
    result = AnalysisFactory(classifier=new)

    assert roll_back(kind="classifier", by=admin_a, reason="Too many alarms.") == old

    assert in_use() == "classifier-test"
    assert events()[-1] | {"reason": "Too many alarms.", "rolled_back": True} == events()[-1]
    result.refresh_from_db()
    assert result.classifier == new


def test_twice_goes_two_steps_and_never_forward_again(old, new, admin_a):
    newest = ClassifierFactory(version="classifier-newest", active=False)
    for version in (new, newest):
        activate_versions(versions=[version], by=admin_a, reason="Better.")

    for expected in (new, old):
        assert roll_back(kind="classifier", by=admin_a, reason="Worse.") == expected
    with pytest.raises(ValidationError) as refused:
        roll_back(kind="classifier", by=admin_a, reason="Worse.")

    assert refused.value.code == "nothing_before"
    assert version_before("classifier") is None
    activate_versions(versions=[newest], by=admin_a, reason="After all.")
    assert version_before("classifier") == old


def test_rolling_back_needs_a_reason(old, new, admin_a):
    activate_versions(versions=[new], by=admin_a, reason="Better.")
    with pytest.raises(ValidationError) as refused:
        roll_back(kind="classifier", by=admin_a, reason=" ")
    assert (refused.value.code, in_use()) == ("no_reason", "classifier-new")


def test_the_command_asks_the_same(old, new, admin_a, ana, capsys):
    asked = ["classifier-new", "--by"]
    with pytest.raises(CommandError, match="no administrator"):
        call_command("activate_model", *asked, ana.email, "--reason", "Mine.")
    with pytest.raises(CommandError, match="signed off"):
        call_command("activate_model", *asked, admin_a.email)
    with pytest.raises(CommandError, match="No such version: classifier-nine"):
        call_command("activate_model", "classifier-nine", "--by", admin_a.email)

    call_command("activate_model", *asked, admin_a.email.upper(), "--reason", "The old one was withdrawn.")
    assert "classifier classifier-new: in use now" in capsys.readouterr().out
    call_command("activate_model", "--roll-back", "classifier", "--by", admin_a.email, "--reason", "Too many alarms.")
    assert in_use() == "classifier-test"
    assert AuditEvent.objects.filter(act="model.activated", user_id=admin_a.pk).count() == 2
