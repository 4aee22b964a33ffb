"""The figures, against tables made by hand."""

import pytest

from cases.selectors.performance.compared import Compared
from cases.selectors.performance.judged import COLUMNS, figures, groups, matrix, points, spoken
from cases.selectors.performance.overrides import Decision
from cases.selectors.performance.share import share

LESION = Compared(1, "mel", "suspicious", "mel", "rule_out", 0.21, False, "II", "Face", "60-79")


def rows(*table) -> list[Compared]:
    """(how many, truth, outcome, answer) as that many rows."""
    return [
        LESION._replace(truth=truth, outcome=outcome, answer=answer)
        for count, truth, outcome, answer in table
        for _ in range(count)
    ]


# 40 malignant (mel, in situ, scc), 60 benign (nv, other benign), 3 of which nobody can say
TABLE = rows(
    (24, "mel", "suspicious", "mel"),
    (3, "mel_in_situ", "suspicious", "nv"),
    (3, "mel", "likely_benign", "nv"),
    (4, "scc", "needs_a_person", ""),
    (6, "mel", "refused", ""),
    (30, "nv", "likely_benign", "nv"),
    (10, "nv", "suspicious", "bcc"),
    (15, "other_benign", "needs_a_person", ""),
    (5, "nv", "refused", ""),
    (3, "other", "suspicious", "mel"),
)


def test_sensitivity_and_specificity_are_of_what_got_an_answer():
    found = figures(TABLE)

    assert (found.n, found.malignant, found.benign) == (103, 40, 60)
    assert (found.sensitivity.hits, found.sensitivity.n, found.sensitivity.value) == (27, 30, 0.9)
    assert (found.specificity.hits, found.specificity.n, found.specificity.value) == (30, 40, 0.75)


def test_what_got_no_answer_is_counted_beside_them():
    found = figures(TABLE)

    assert (found.not_missed.hits, found.not_missed.n) == (37, 40)
    assert (found.needs_a_person.hits, found.needs_a_person.n) == (19, 103)
    assert (found.refused.hits, found.refused.n) == (11, 103)


def test_the_interval_is_wilsons():
    """27 of 30: Newcombe's formula by hand, z = 1.959964: (0.9 + 0.064024 ± 0.120047) / 1.128049."""
    found = figures(TABLE).sensitivity

    assert found.low == pytest.approx(0.7438, abs=1e-4)
    assert found.high == pytest.approx(0.9654, abs=1e-4)


@pytest.mark.parametrize(("n", "too_few"), [(0, True), (19, True), (20, False)])
def test_under_twenty_there_is_no_figure(n, too_few):
    found = share(n, n)

    assert (found.hits, found.n, found.too_few) == (n, n, too_few)
    assert (found.value is None, found.low is None, found.high is None) == (too_few, too_few, too_few)


def test_the_matrix_holds_every_lesion_once():
    found = {row.code: row for row in matrix(TABLE)}

    assert list(found) == ["mel", "nv", "mel_in_situ", "scc", "other_benign", "other"]
    assert {column: n for column, n in found["mel"].counts.items() if n} == {"mel": 24, "nv": 3, "refused": 6}
    assert {column: n for column, n in found["scc"].counts.items() if n} == {"needs_a_person": 4}
    assert {column: n for column, n in found["nv"].counts.items() if n} == {"nv": 30, "bcc": 10, "refused": 5}
    assert [row.n for row in found.values()] == [33, 45, 3, 4, 15, 3]
    assert all(tuple(row.counts) == COLUMNS for row in found.values())


def test_what_was_said_to_whom():
    malignant, benign, undetermined = spoken(TABLE)

    assert malignant.counts == {"suspicious": 27, "needs_a_person": 4, "likely_benign": 3, "refused": 6}
    assert benign.counts == {"suspicious": 10, "needs_a_person": 15, "likely_benign": 30, "refused": 5}
    assert undetermined.counts == {"suspicious": 3, "needs_a_person": 0, "likely_benign": 0, "refused": 0}
    assert (malignant.n, benign.n, undetermined.n) == (40, 60, 3)


def test_nothing_compared_is_nothing_said():
    assert [row.group for row in spoken([])] == ["malignant", "benign"]
    assert matrix([]) == points([]) == []
    assert figures([]).sensitivity.too_few


def test_each_operating_point_says_how_often():
    other = LESION._replace(operating_point="balanced", threshold=0.4)

    found = points([LESION, other, other, LESION._replace(outcome="refused", answer="", threshold=None)])

    assert [(point.name, point.threshold, point.n) for point in found] == [("balanced", 0.4, 2), ("rule_out", 0.21, 1)]


def test_groups_are_in_order_with_their_own_overrides():
    people = [
        LESION._replace(age="80 and older", skin_type="not stated"),
        LESION._replace(age="0-19", skin_type="V"),
        *([LESION._replace(age="20-39", skin_type="II")] * 20),
    ]
    decided = [Decision(place < 5, "touch", "II", "Face", "20-39") for place in range(25)]

    found = groups(people, decided)

    assert [group.name for group in found["age"]] == ["0-19", "20-39", "80 and older"]
    assert [group.name for group in found["skin_type"]] == ["II", "V", "not stated"]
    assert [group.name for group in found["site"]] == ["Face"]
    assert [group.figures.n for group in found["age"]] == [1, 20, 1]
    assert [(group.overrides.hits, group.overrides.n) for group in found["age"]] == [(0, 0), (5, 25), (0, 0)]
    assert found["age"][1].overrides.value == 0.2
    assert found["age"][1].figures.sensitivity.value == 1.0
    assert found["age"][0].figures.sensitivity.too_few


def test_a_group_that_is_only_in_the_reviews_is_not_dropped():
    decided = [Decision(True, "touch", "VI", "Face", "20-39")]

    assert [group.name for group in groups([LESION], decided)["skin_type"]] == ["II", "VI"]
