"""One draft a case, that colleagues go on with."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from cases.draft_fingerprint import fingerprint
from cases.models import Review
from cases.services.save_draft import save_draft
from cases.services.sign_review import sign_review
from tests.factories import CaseFactory, ReviewFactory

WHOLE = {
    "diagnosis": "nv",
    "management": "follow_up",
    "follow_up_weeks": 12,
    "notes": "No change since May.",
    "abcd": {"asymmetry": 1, "border": 2, "colours": ["red"], "structures": ["dots"]},
    "seven_point": ["dots"],
    "override_reason": "",
}


@pytest.fixture
def case(ana):
    """A case of Ana's clinic."""
    return CaseFactory(lesion__patient__clinic=ana.clinic, opened_by=ana)


def test_the_first_save_begins_the_draft(case, ana):
    draft = save_draft(case=case, by=ana, **WHOLE)

    draft.refresh_from_db()
    assert {name: getattr(draft, name) for name in WHOLE} == WHOLE
    assert (draft.author, draft.version, draft.signed_at) == (ana, 1, None)
    event = AuditEvent.objects.get(act="review.drafted")
    assert (event.object_id, event.clinic_id) == (draft.pk, ana.clinic_id)
    assert "No change" not in str(event.detail)


def test_a_colleague_goes_on_with_it_and_the_author_stays(case, ana, bo):
    first = save_draft(case=case, by=ana, diagnosis="nv")

    second = save_draft(case=case, by=bo, management="excise")

    assert second.pk == first.pk
    assert (second.author, second.diagnosis, second.management) == (ana, "nv", "excise")
    event = AuditEvent.objects.get(act="review.changed")
    assert (event.user_id, event.detail) == (bo.pk, {"fields": ["management"], "version": 1})


def test_nothing_is_written_where_nothing_differs(case, ana):
    save_draft(case=case, by=ana, **WHOLE)

    save_draft(case=case, by=ana, **WHOLE)

    assert not AuditEvent.objects.filter(act="review.changed").exists()


def test_who_was_slower_is_told(case, ana, bo):
    draft = save_draft(case=case, seen="", by=ana, diagnosis="nv")
    seen = fingerprint(draft)
    save_draft(case=case, seen=seen, by=bo, diagnosis="mel")

    for stale in (seen, ""):
        with pytest.raises(ValidationError) as refusal:
            save_draft(case=case, seen=stale, by=ana, diagnosis="bkl")
        assert refusal.value.code == "changed_meanwhile"
    assert Review.objects.get().diagnosis == "mel"


def test_ones_own_save_that_is_still_under_way_is_no_conflict(case, ana):
    """The page saves by itself; the button that signs may be faster than the answer."""
    save_draft(case=case, seen="", by=ana, diagnosis="nv")

    assert save_draft(case=case, seen="", by=ana, diagnosis="bkl").diagnosis == "bkl"


def test_a_signed_one_is_locked(case, ana):
    sign_review(review=ReviewFactory(case=case), by=ana)

    with pytest.raises(ValidationError) as refusal:
        save_draft(case=case, by=ana, notes="later")
    assert refusal.value.code == "signed"
    assert Review.objects.get().notes == ""


def test_the_impression_comes_first(case, ana):
    ana.clinic.impression_first = True
    ana.clinic.save()

    with pytest.raises(ValidationError) as refusal:
        save_draft(case=case, by=ana, diagnosis="nv")
    assert refusal.value.code == "impression_first"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("diagnosis", {"diagnosis": "wart"}),
        ("management", {"management": "pray"}),
        ("override_reason", {"override_reason": "mood"}),
        ("follow_up_weeks", {"management": "excise", "follow_up_weeks": 4}),
        ("follow_up_weeks", {"management": "follow_up", "follow_up_weeks": 0}),
        ("follow_up_weeks", {"management": "follow_up", "follow_up_weeks": 261}),
        ("abcd", {"abcd": {"asymmetry": 9}}),
        ("seven_point", {"seven_point": ["wart"]}),
        ("notes", {"notes": "x" * 4001}),
    ],
)
def test_what_does_not_fit_is_refused_by_field(case, ana, field, changes):
    with pytest.raises(ValidationError) as refusal:
        save_draft(case=case, by=ana, **changes)
    assert list(refusal.value.error_dict) == [field]
    assert not Review.objects.exists()


@pytest.mark.parametrize("field", ["impression", "signed_by", "version", "agreement", "author"])
def test_what_a_draft_never_changes(case, ana, field):
    with pytest.raises(TypeError):
        save_draft(case=case, by=ana, **{field: "x"})
