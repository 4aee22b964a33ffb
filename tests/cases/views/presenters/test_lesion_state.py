"""A lesion's latest state in one word, from real rows."""

import pytest
from django.utils import timezone

from cases.models import Case, Review
from cases.selectors import lesions_with_latest_results
from cases.views.presenters.lesion_row import present_lesion
from cases.views.presenters.lesion_state import LESION_STATES, legend, lesion_state
from cases.views.presenters.risk import CaseGlance, Risk
from tests.architecture.source import ROOT
from tests.factories import AnalysisFactory, CaseFactory, DoneAnalysisFactory, LesionImageFactory


@pytest.fixture
def case(clinic_a, ana):
    """A case of clinic A without a picture."""
    return CaseFactory(lesion__patient__clinic=clinic_a, opened_by=ana)


def state_of(case, ana) -> str:
    """As the patient's page would say it."""
    (lesion,) = lesions_with_latest_results(ana, case.lesion.patient)
    row = present_lesion(lesion)
    assert row.words == LESION_STATES[row.state]
    return row.state


def analysed(case, state: str = "done", **about):
    """A picture with one analysis in that state."""
    image = LesionImageFactory(case=case)
    if state == "done":
        return DoneAnalysisFactory(image=image, **about)
    if state in ("rejected", "failed"):
        about |= {"reason_code": "blurred", "reason": "Blurred.", "finished_at": timezone.now()}
    return AnalysisFactory(image=image, state=state, **about)


def signed(case, management: str, **about) -> Review:
    """The first version, signed."""
    now = {"signed_at": timezone.now(), "signed_by": case.opened_by, "agreement": "no_result"}
    return Review.objects.create(
        case=case, version=1, author=case.opened_by, diagnosis="nv", management=management, **now, **about
    )


def test_a_lesion_without_a_case_or_picture_is_open(case, ana):
    assert state_of(case, ana) == "open"
    case.delete()
    assert state_of(case, ana) == "open"


@pytest.mark.parametrize("verdict", ["suspicious", "needs_a_person", "likely_benign"])
def test_a_result_is_the_state(case, ana, verdict):
    unsure = {"prediction__uncertainty": 0.9} if verdict == "needs_a_person" else {}
    low = {"prediction__malignant_probability": 0.1} if verdict == "likely_benign" else {}
    analysed(case, prediction__verdict=verdict, **unsure, **low)

    assert state_of(case, ana) == verdict


@pytest.mark.parametrize(
    ("analysis", "state"), [("queued", "awaiting"), ("rejected", "refused"), ("failed", "refused")]
)
def test_without_a_result_the_analysis_says_what_happened(case, ana, analysis, state):
    analysed(case, analysis)

    assert state_of(case, ana) == state


def test_a_worrying_result_is_not_hidden_by_a_second_picture_that_waits_or_failed(case, ana):
    analysed(case)
    analysed(case, "failed")
    analysed(case, "queued")

    assert state_of(case, ana) == "suspicious"


def test_a_picture_that_nobody_analysed_is_open_and_not_refused(case, ana):
    LesionImageFactory(case=case)

    assert state_of(case, ana) == "open"


def test_what_is_signed_is_signed_whatever_the_result(case, ana):
    analysed(case)
    signed(case, "dismiss")

    assert state_of(case, ana) == "signed"


def test_signed_with_the_plan_to_excise_is_a_state_of_its_own(case, ana):
    signed(case, "excise")
    LesionImageFactory(case=case)

    assert state_of(case, ana) == "excised"


def test_an_amendment_that_is_a_draft_opens_the_decision_again(case, ana):
    analysed(case)
    signed(case, "excise")
    Review.objects.create(case=case, version=2, author=ana, amendment_reason="Seen again")

    assert state_of(case, ana) == "suspicious"


def test_a_result_that_the_page_hides_has_no_verdict_to_tell():
    unsigned = Case()
    unsigned.state = "to_review"
    hidden = Risk("", "", "", "Hidden until your impression", False)

    assert lesion_state(CaseGlance(unsigned, None, hidden, [])) == "hidden"


def test_the_legend_names_only_what_is_there_and_counts_it():
    entries = legend(["signed", "suspicious", "signed"])

    assert [(entry.state, entry.words, entry.count) for entry in entries] == [
        ("suspicious", "Suspicious", 1),
        ("signed", "Signed", 2),
    ]
    assert legend([]) == []


def test_every_state_has_a_colour_and_all_but_the_open_one_a_shape_of_their_own():
    shapes = (ROOT / "templates/parts/lesion_marker.html").read_text()
    colours = (ROOT / "cases/static/skinlesion/css/lesion_marks.css").read_text()

    for state in LESION_STATES:
        assert f'state == "{state}"' in shapes or state == "open"
        assert f".marker--{state}" in colours
