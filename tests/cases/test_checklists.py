"""The ABCD rule and the 7-point checklist against the numbers of their papers."""

from itertools import product

import pytest

from cases.checklists import (
    ABCD_BANDS,
    COLOURS,
    SEVEN_POINT,
    SEVEN_POINT_BANDS,
    STRUCTURES,
    abcd_problem,
    abcd_score,
    band,
    seven_point_problem,
    seven_point_score,
)


def seen(asymmetry: int, border: int, colours: int, structures: int) -> dict:
    """An account with that many of each."""
    return {
        "asymmetry": asymmetry,
        "border": border,
        "colours": list(COLOURS)[:colours],
        "structures": list(STRUCTURES)[:structures],
    }


@pytest.mark.parametrize(
    ("counts", "score", "says"),
    [
        ((0, 0, 1, 1), 1.0, "benign"),  # the smallest that Nachbar et al. allow
        ((2, 8, 6, 5), 8.9, "melanoma"),  # and the largest
        ((0, 0, 2, 2), 2.0, "benign"),  # a symmetric two-coloured nevus
        ((1, 4, 3, 3), 4.7, "benign"),
        ((1, 5, 3, 3), 4.8, "suspicious"),
        ((2, 3, 2, 3), 5.4, "suspicious"),
        ((2, 4, 2, 3), 5.5, "melanoma"),
        ((2, 4, 4, 4), 7.0, "melanoma"),
    ],
)
def test_total_dermatoscopy_score(counts, score, says):
    assert abcd_score(seen(*counts)) == score
    assert says in band(score, ABCD_BANDS)


def test_the_score_is_the_formula_of_the_paper_for_all_810_combinations():
    """3 x 9 x 6 x 5 of them, as Tas 2019 counts them; whole tenths, without the dust of binary fractions."""
    all_of_them = list(product(range(3), range(9), range(1, 7), range(1, 6)))

    assert len(all_of_them) == 810
    for a, b, c, d in all_of_them:
        assert abcd_score(seen(a, b, c, d)) == round(1.3 * a + 0.1 * b + 0.5 * c + 0.5 * d, 1)


@pytest.mark.parametrize("missing", ["asymmetry", "border", "colours", "structures"])
def test_no_score_while_a_part_is_not_judged(missing):
    whole = seen(0, 0, 1, 1)
    del whole[missing]

    assert abcd_score(whole) is None


@pytest.mark.parametrize("name", ["colours", "structures"])
def test_an_empty_list_means_that_nobody_looked(name):
    assert abcd_score(seen(0, 0, 1, 1) | {name: []}) is None


@pytest.mark.parametrize(
    ("codes", "score", "says"),
    [
        (["network"], 2, "does not"),  # one major criterion alone does not reach the threshold
        (["streaks", "dots"], 2, "does not"),
        (["network", "dots"], 3, "3 or more"),  # one major and one minor do
        (["streaks", "dots", "regression"], 3, "3 or more"),  # and three minor ones
        (["veil", "vessels"], 4, "3 or more"),
        ([criterion.code for criterion in SEVEN_POINT], 10, "3 or more"),
    ],
)
def test_seven_point_score(codes, score, says):
    assert seven_point_score(codes) == score
    assert says in band(score, SEVEN_POINT_BANDS)


def test_three_major_criteria_and_four_minor():
    assert sorted(criterion.points for criterion in SEVEN_POINT) == [1, 1, 1, 1, 2, 2, 2]


def test_nothing_ticked_is_no_score():
    assert seven_point_score([]) is None


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        {"size": 3},
        {"asymmetry": 3},
        {"asymmetry": -1},
        {"border": 9},
        {"border": 1.5},
        {"asymmetry": True},
        {"colours": "white"},
        {"colours": ["green"]},
        {"colours": ["white", "white"]},
        {"structures": [1]},
    ],
    ids=str,
)
def test_what_is_no_account_of_the_rule(wrong):
    assert abcd_problem(wrong)


@pytest.mark.parametrize("right", [{}, {"border": 0}, seen(2, 8, 6, 5)], ids=str)
def test_what_is_one(right):
    assert abcd_problem(right) == ""


@pytest.mark.parametrize("wrong", [{}, "network", ["size"], ["dots", "dots"], [["dots"]]], ids=str)
def test_what_is_no_account_of_the_checklist(wrong):
    assert seven_point_problem(wrong)


def test_an_account_of_the_checklist():
    assert seven_point_problem(["veil", "dots"]) == ""
