"""The clinician, the machine and the histology side by side."""

import pytest

from cases.views.presenters.comparison import present_comparison
from tests.cases.loop_rows import histology, signed
from tests.cases.performance_rows import judged, picture


def compared(
    case, ana, *, review: str | None, found: str | None, outcome: str | None, answer: str = "mel", hidden=False
):
    """The comparison of a case with these three; the score is above its threshold only where it is suspicious."""
    analysis = judged(picture(case), outcome, answer) if outcome else None
    return present_comparison(
        signed(case, diagnosis=review) if review else None,
        histology(case.lesion, found, by=ana, case=case) if found else None,
        analysis,
        hidden=hidden,
    )


@pytest.mark.parametrize(
    ("review", "found", "tone", "words"),
    [
        ("mel", "mel", "same", "Same diagnosis"),
        ("mel_in_situ", "mel", "same", "Same diagnosis"),  # one class for the networks
        ("bcc", "mel", "kind", "Both malignant"),
        ("scc", "other_malignant", "kind", "Both malignant"),
        ("nv", "df", "kind", "Both benign"),
        ("nv", "mel", "differ", "Missed"),
        ("mel", "nv", "differ", "False alarm"),
        ("other", "mel", "unknown", "Not to be compared"),
        (None, "mel", "unknown", "Not to be compared"),
        ("mel", None, "unknown", "Not to be compared"),
    ],
)
def test_clinician_against_histology(review, found, tone, words, case, ana):
    link = compared(case, ana, review=review, found=found, outcome=None).clinician_link

    assert (link.tone, link.words) == (tone, words)


@pytest.mark.parametrize(
    ("outcome", "answer", "found", "tone"),
    [
        ("suspicious", "mel", "mel", "same"),
        ("suspicious", "nv", "mel", "kind"),  # suspicious for what speaks for melanoma
        ("likely_benign", "mel", "mel", "differ"),
        ("likely_benign", "nv", "nv", "same"),
        ("suspicious", "mel", "nv", "differ"),
        ("suspicious", "mel", "scc", "kind"),
        ("needs_a_person", "mel", "mel", "unknown"),
        ("refused", "mel", "mel", "unknown"),
        (None, "mel", "mel", "unknown"),
    ],
)
def test_machine_against_histology(outcome, answer, found, tone, case, ana):
    assert compared(case, ana, review=None, found=found, outcome=outcome, answer=answer).machine_link.tone == tone


@pytest.mark.parametrize("outcome", ["needs_a_person", "refused"])
def test_no_answer_shows_no_class(outcome, case, ana):
    machine = compared(case, ana, review="mel", found="mel", outcome=outcome).machine

    assert not machine.said
    assert (machine.malignant, machine.ham) == (None, "")
    assert "Melanoma" not in machine.words


def test_a_hidden_result_is_not_even_hinted_at(case, ana):
    machine = compared(case, ana, review=None, found="mel", outcome="suspicious", hidden=True).machine

    assert (machine.said, machine.words, machine.source) == (False, "Hidden until the impression is given", "")


def test_each_says_where_it_comes_from(case, ana):
    found = compared(case, ana, review="mel", found="mel", outcome="suspicious")

    assert found.clinician.source.startswith("Ana Alvarez, ")
    assert found.machine.source == "classifier-test"
    assert found.machine.words == "Suspicious, most probable: Melanoma 70.0%"
