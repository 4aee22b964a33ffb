"""What stands for a case, and for a lesion, at a glance."""

import pytest

from cases.selectors import cases_visible_to, with_latest_analysis, with_state
from cases.views.presenters.risk import present_case, speaking_case
from cases.wording.percent import percents_apart
from tests.factories import (
    AnalysisFactory,
    CaseFactory,
    DoneAnalysisFactory,
    LesionFactory,
    LesionImageFactory,
    PatientFactory,
    PredictionFactory,
)


@pytest.fixture
def lesion(clinic_a):
    """A lesion of clinic A."""
    return LesionFactory(patient=PatientFactory(clinic=clinic_a))


def glances(lesion, user):
    """The lesion's cases as the pages present them, newest first."""
    cases = with_state(cases_visible_to(user)).filter(lesion=lesion)
    for case in cases:
        case._prefetched_objects_cache = {"images": list(with_latest_analysis(case.images.all()))}
    return [present_case(case) for case in cases]


def judged(case, probability, threshold):
    """A picture with a result."""
    verdict = "suspicious" if probability >= threshold else "likely_benign"
    prediction = PredictionFactory(malignant_probability=probability, threshold=threshold, verdict=verdict)
    return DoneAnalysisFactory(image=LesionImageFactory(case=case), prediction=prediction)


def test_a_suspicious_picture_is_not_hidden_by_a_higher_number_that_is_benign(lesion, ana):
    """Two versions, two thresholds: the verdict counts before the number."""
    case = CaseFactory(lesion=lesion)
    suspicious = judged(case, 0.32, 0.30)
    judged(case, 0.35, 0.40)
    (glance,) = glances(lesion, ana)
    assert (glance.image, glance.risk.verdict, glance.risk.percent) == (suspicious.image, "suspicious", "32.0%")


def test_a_picture_that_needs_a_person_speaks_before_a_benign_one_and_after_a_suspicious_one(lesion, ana):
    case = CaseFactory(lesion=lesion)
    judged(case, 0.29, 0.30)
    unsure = PredictionFactory(malignant_probability=0.1, uncertainty=0.9, verdict="needs_a_person")
    DoneAnalysisFactory(image=LesionImageFactory(case=case), prediction=unsure)
    risk = glances(lesion, ana)[0].risk
    assert (risk.verdict, risk.words) == ("needs_a_person", "Needs a person")
    judged(case, 0.31, 0.30)
    assert glances(lesion, ana)[0].risk.verdict == "suspicious"


def test_among_suspicious_ones_the_higher_number_speaks(lesion, ana):
    """As before."""
    case = CaseFactory(lesion=lesion)
    judged(case, 0.32, 0.30)
    judged(case, 0.81, 0.30)
    assert glances(lesion, ana)[0].risk.percent == "81.0%"


def test_a_new_empty_case_hides_no_earlier_result(lesion, ana):
    """The newest case with pictures stands for the lesion; without any, the newest."""
    judged(CaseFactory(lesion=lesion), 0.81, 0.30)
    CaseFactory(lesion=lesion)
    newest_first = glances(lesion, ana)
    assert newest_first[0].risk is None
    assert speaking_case(newest_first).risk.verdict == "suspicious"
    assert speaking_case(newest_first[:1]) is newest_first[0]
    assert speaking_case([]) is None


def test_the_patients_page_shows_the_state_beside_a_risk(lesion, ana, client):
    """One benign picture and one that failed is not simply benign."""
    case = CaseFactory(lesion=lesion)
    judged(case, 0.05, 0.30)
    AnalysisFactory(image=LesionImageFactory(case=case))
    client.force_login(ana, backend="accounts.backends.ApprovedAccountBackend")
    html = client.get(f"/patients/{lesion.patient_id}/").content.decode()
    assert "Likely benign" in html
    assert "Running" in html


@pytest.mark.parametrize(
    ("probability", "threshold", "shown"),
    [
        (0.336, 0.2095, ("33.6%", "20.9%")),
        (0.20948, 0.2095, ("20.948%", "20.950%")),
        (0.2996, 0.30, ("29.96%", "30.00%")),
        (0.3, 0.3, ("30.00000%", "30.00000%")),
    ],
)
def test_a_probability_beside_its_threshold_never_reads_like_it(probability, threshold, shown):
    """Unless it is equal to it."""
    assert percents_apart(probability, threshold) == shown
