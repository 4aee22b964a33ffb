"""Which pictures a selection means."""

from datetime import datetime

import pytest
from django.utils import timezone

from cases.models import LesionImage
from cases.selectors.batch_pictures import batch_pictures
from tests.cases.admin_rows import histology
from tests.factories import (
    AnalysisFactory,
    ClassifierFactory,
    DoneAnalysisFactory,
    LesionImageFactory,
    SignedReviewFactory,
)

pytestmark = pytest.mark.django_db
RESULT = {"segmentation__mask": "m.png", "prediction__explanation": "e.png"}


def picture(**fields) -> LesionImage:
    """With names for files, of Clinic A unless said otherwise."""
    return LesionImageFactory(original="o.jpg", rendition="r.jpg", thumbnail="t.jpg", **fields)


def chosen(clinic=None, **selection) -> set[LesionImage]:
    """What the selection means."""
    return set(batch_pictures(clinic_id=clinic and clinic.pk, selection=selection))


def test_empty_means_all_of_the_clinic(clinic_a, clinic_b):
    ours, theirs = picture(), picture(case__lesion__patient__clinic=clinic_b)
    assert chosen(clinic_a) == {ours}
    assert chosen() == {ours, theirs}


def test_ticked_ones_stay_inside_the_clinic(clinic_a, clinic_b):
    ours, _, theirs = picture(), picture(), picture(case__lesion__patient__clinic=clinic_b)
    assert chosen(clinic_a, images=[ours.pk, theirs.pk]) == {ours}


def test_days_hold_their_first_and_last_moment(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    moments = [datetime(2026, 3, 1, 23, 30), datetime(2026, 3, 2, 0, 10), datetime(2026, 3, 2, 23, 50)]
    rows = [picture() for _ in moments]
    with timezone.override("Europe/Berlin"):
        for row, moment in zip(rows, moments, strict=True):
            LesionImage.objects.filter(pk=row.pk).update(received_at=timezone.make_aware(moment))
        assert chosen(received_from="2026-03-02", received_to="2026-03-02") == set(rows[1:])
        assert chosen(received_to="2026-03-01") == {rows[0]}


def test_a_body_site_holds_its_parts():
    back, sole = picture(case__lesion__body_site="upper_back"), picture(case__lesion__body_site="sole")
    assert chosen(body_site="posterior_torso") == {back}
    assert chosen(body_site="sole") == {sole}


def test_the_laboratory_knows_better_than_the_review():
    by_review, by_both, _ = picture(), picture(), picture()
    SignedReviewFactory(case=by_review.case, diagnosis="nv")
    SignedReviewFactory(case=by_both.case, diagnosis="nv")
    found = histology(by_both.case.lesion, by=by_both.received_by)
    assert chosen(diagnosis="nv") == {by_review}
    assert chosen(diagnosis="mel") == {by_both}
    found.withdrawn_at, found.withdrawn_by, found.withdrawn_reason = timezone.now(), found.entered_by, "Mixed up"
    found.save()
    assert chosen(diagnosis="nv") == {by_review, by_both}


def test_the_version_of_the_newest_result_that_is_shown():
    old = ClassifierFactory(version="classifier-old", active=False)
    of_old, of_both, hidden = picture(), picture(), picture()
    DoneAnalysisFactory(image=of_old, classifier=old, **RESULT)
    AnalysisFactory(image=of_old)
    DoneAnalysisFactory(image=of_both, classifier=old, **RESULT)
    DoneAnalysisFactory(image=of_both, **RESULT)
    DoneAnalysisFactory(image=hidden, **RESULT)
    DoneAnalysisFactory(image=hidden, classifier=old, shadow=True, **RESULT)
    assert chosen(analysed_by="classifier-old") == {of_old}
    assert chosen(analysed_by="classifier-test") == {of_both, hidden}
    assert chosen(analysed_by="segmenter-test") == {of_old, of_both, hidden}


def test_the_state_of_the_newest_analysis_or_none():
    queued, done, never = picture(), picture(), picture()
    DoneAnalysisFactory(image=queued, **RESULT)
    AnalysisFactory(image=queued)
    DoneAnalysisFactory(image=done, **RESULT)
    AnalysisFactory(image=never, shadow=True)
    assert chosen(state="queued") == {queued}
    assert chosen(state="done") == {done}
    assert chosen(state="none") == {never}


def test_together_they_narrow():
    wanted, _ = picture(case__lesion__body_site="sole"), picture()
    picture(case__lesion__body_site="sole", case__lesion__patient=wanted.case.lesion.patient)
    AnalysisFactory(image=wanted)
    assert chosen(body_site="sole", state="queued") == {wanted}
