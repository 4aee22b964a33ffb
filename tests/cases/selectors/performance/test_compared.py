"""Which truth and which picture a lesion is counted with."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import Pathology, Patient
from cases.selectors.performance.compared import (
    compared_with_histology,
    compared_with_reviews,
    lesions_with_truth,
)
from tests.cases.loop_rows import days_ago, histology, signed, withdrawn
from tests.cases.performance_rows import judged, picture
from tests.factories import CaseFactory, ClassifierFactory, LesionFactory


@pytest.fixture
def classifier(db):
    """The version that is judged."""
    return ClassifierFactory()


@pytest.fixture
def case(clinic_a, ana):
    """A case about a lesion on the upper back of a woman born in 1961, skin type II."""
    return CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)


def test_the_row_of_a_lesion(case, ana, classifier):
    judged(picture(case), "suspicious", "bcc")
    histology(case.lesion, "mel_in_situ", by=ana, case=case)

    (row,) = compared_with_histology(ana, classifier)

    assert row._asdict() == {
        "lesion_id": case.lesion_id,
        "truth": "mel_in_situ",
        "outcome": "suspicious",
        "answer": "bcc",
        "operating_point": "rule_out",
        "threshold": 0.3,
        "anyway": False,
        "skin_type": "II",
        "site": "Posterior torso",
        "age": "60-79",
    }
    assert row.malignant is True


@pytest.mark.parametrize("outcome", ["needs_a_person", "refused"])
def test_where_the_networks_give_no_answer_there_is_no_class(outcome, case, ana, classifier):
    judged(picture(case), outcome)
    histology(case.lesion, by=ana, case=case)

    (row,) = compared_with_histology(ana, classifier)

    assert (row.outcome, row.answer) == (outcome, "")


@pytest.mark.parametrize("state", ["failed", None])
def test_a_picture_without_a_finished_analysis_is_not_compared(state, case, ana, classifier):
    image = picture(case)
    if state:
        judged(image, state)
    histology(case.lesion, by=ana, case=case)

    assert compared_with_histology(ana, classifier) == []
    assert lesions_with_truth(ana, "histology") == 1


def test_the_most_worrying_picture_decides(case, ana, classifier):
    for outcome, score in [("refused", None), ("likely_benign", 0.1), ("needs_a_person", 0.9)]:
        judged(picture(case), outcome, "nv", score=score)
    histology(case.lesion, by=ana, case=case)
    assert [row.outcome for row in compared_with_histology(ana, classifier)] == ["needs_a_person"]

    judged(picture(case), "suspicious", "bcc", score=0.4)
    judged(picture(case), "suspicious", "mel", score=0.5)

    assert [row.answer for row in compared_with_histology(ana, classifier)] == ["mel"]


def test_the_newest_result_of_a_picture_counts_and_a_later_refusal_or_failure_does_not(case, ana, classifier):
    image = picture(case)
    judged(image, "suspicious", "mel")
    judged(image, "likely_benign", "nv")
    for outcome in ("refused", "failed"):
        judged(image, outcome)
    histology(case.lesion, by=ana, case=case)

    assert [row.answer for row in compared_with_histology(ana, classifier)] == ["nv"]


def test_each_version_stands_for_itself(case, ana, classifier):
    image = picture(case)
    judged(image, "likely_benign", "nv")
    other = ClassifierFactory(version="classifier-other", active=False)
    judged(image, "suspicious", "mel", classifier=other)
    histology(case.lesion, by=ana, case=case)

    assert [row.answer for row in compared_with_histology(ana, classifier)] == ["nv"]
    assert [row.answer for row in compared_with_histology(ana, other)] == ["mel"]


def test_never_the_histology_of_another_lesion(case, ana, classifier):
    judged(picture(case), "suspicious")
    histology(LesionFactory(patient=case.lesion.patient), "nv", by=ana)

    assert compared_with_histology(ana, classifier) == []


def test_only_pictures_of_the_consultation_whose_biopsy_it_was(case, ana, classifier):
    judged(picture(case), "likely_benign", "nv")
    later = CaseFactory(lesion=case.lesion)
    judged(picture(later), "suspicious", "mel")
    histology(case.lesion, by=ana, case=case)

    assert [row.answer for row in compared_with_histology(ana, classifier)] == ["nv"]


def test_a_histology_without_a_consultation_takes_the_newest_pictures_before_it(case, ana, classifier):
    second, third = CaseFactory(lesion=case.lesion), CaseFactory(lesion=case.lesion)
    judged(picture(case, days=30), "suspicious", "bcc")
    judged(picture(second, days=10), "likely_benign", "df")
    judged(picture(third, days=9), "suspicious", "mel")  # a scar
    histology(case.lesion, by=ana, days=10)

    assert [row.answer for row in compared_with_histology(ana, classifier)] == ["df"]


def test_the_day_a_picture_was_taken_weighs_more_than_the_day_it_came(case, ana, classifier):
    histology(case.lesion, by=ana, days=10)
    judged(picture(case, days=0, taken_at=timezone.now() - timedelta(days=11)), "suspicious", "bcc")

    assert [row.answer for row in compared_with_histology(ana, classifier)] == ["bcc"]


def test_a_scar_does_not_make_a_melanoma_benign(case, ana, classifier):
    judged(picture(case), "suspicious")
    histology(case.lesion, "mel", by=ana, days=20, case=case)
    histology(case.lesion, "other_benign", by=ana, days=2, case=case)

    assert [row.truth for row in compared_with_histology(ana, classifier)] == ["mel"]


def test_of_two_benign_histologies_the_newest(case, ana, classifier):
    judged(picture(case), "suspicious")
    histology(case.lesion, "nv", by=ana, days=20, case=case)
    histology(case.lesion, "bkl", by=ana, days=2, case=case)

    assert [row.truth for row in compared_with_histology(ana, classifier)] == ["bkl"]


def test_a_withdrawn_histology_is_none(case, ana, classifier):
    judged(picture(case), "suspicious")
    withdrawn(histology(case.lesion, "mel", by=ana, case=case))
    assert compared_with_histology(ana, classifier) == []
    assert lesions_with_truth(ana, "histology") == 0

    histology(case.lesion, "nv", by=ana, case=case)

    assert [row.truth for row in compared_with_histology(ana, classifier)] == ["nv"]


def test_a_drawn_picture_never_counts(case, ana, classifier):
    judged(picture(case, synthetic=True), "suspicious")
    histology(case.lesion, by=ana, case=case)
    signed(case, "excise")

    assert compared_with_histology(ana, classifier) == compared_with_reviews(ana, classifier) == []


def test_reviews_the_newest_signed_version_of_the_newest_analysed_consultation(case, ana, classifier):
    judged(picture(case), "suspicious", "bcc")
    signed(case, "dismiss", diagnosis="nv", days=5)
    signed(case, "excise", diagnosis="bcc", days=4)
    signed(case, "excise", diagnosis="scc", signed_at=None, signed_by=None, agreement="")
    assert [row.truth for row in compared_with_reviews(ana, classifier)] == ["bcc"]

    signed(CaseFactory(lesion=case.lesion), "dismiss", diagnosis="df", days=3)  # no picture
    assert [row.truth for row in compared_with_reviews(ana, classifier)] == ["bcc"]

    third = CaseFactory(lesion=case.lesion)
    judged(picture(third), "likely_benign", "nv")
    signed(third, "dismiss", diagnosis="nv", days=2)

    assert [(row.truth, row.answer) for row in compared_with_reviews(ana, classifier)] == [("nv", "nv")]
    assert lesions_with_truth(ana, "reviews") == 1


def test_the_age_is_that_on_the_day_of_the_truth(case, ana, classifier):
    Patient.objects.update(birth_date=date(days_ago(0).year - 40, 1, 1))
    judged(picture(case), "suspicious")
    histology(case.lesion, by=ana, case=case)
    assert [row.age for row in compared_with_histology(ana, classifier)] == ["40-59"]

    Pathology.objects.update(reported_on=date(days_ago(0).year - 1, 12, 31))
    assert [row.age for row in compared_with_histology(ana, classifier)] == ["20-39"]

    Patient.objects.update(birth_date=None, skin_type="")
    (row,) = compared_with_histology(ana, classifier)
    assert (row.age, row.skin_type) == ("not stated", "not stated")


def test_another_clinic_has_figures_of_its_own(case, ana, cy, classifier):
    judged(picture(case), "suspicious")
    histology(case.lesion, by=ana, case=case)
    signed(case, "excise")

    assert compared_with_histology(cy, classifier) == compared_with_reviews(cy, classifier) == []
    assert lesions_with_truth(cy, "histology") == lesions_with_truth(cy, "reviews") == 0
