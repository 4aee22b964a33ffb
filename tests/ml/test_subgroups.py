"""Figures by age, sex, site and source."""

import pytest

from ml.bootstrap import Bootstrap
from ml.columns import Columns
from ml.subgroups import FEWEST, NOT_STATED, age_band, subgroups
from tests.ml.rows import many, row


def groups_of(rows, threshold=0.2):
    columns = Columns(rows)
    return subgroups(columns, Bootstrap(columns.of("lesion_id"), 100), threshold)


def test_ages_fall_into_bands():
    ages = (0, 19, 20, 59, 60, 80, 104, float("nan"))
    bands = ["0-19", "0-19", "20-39", "40-59", "60-79", "80 and older", "80 and older", NOT_STATED]
    assert [age_band(float(age)) for age in ages] == bands


def test_groups_are_counted_once_and_stand_in_order():
    found = groups_of(many())
    assert [group["name"] for group in found["age"]] == ["0-19", "20-39", "40-59", "60-79", "80 and older"]
    assert [(group["name"], group["n"]) for group in found["source"]] == [("a", 220), ("b", 20)]
    for groups in found.values():
        assert sum(group["n"] for group in groups) == 240


def test_a_figure_of_a_group_is_that_of_its_pictures():
    rows = [row(n, "mel", "mel", sex="female") for n in range(30)]
    rows += [row(n, "mel", "mel" if n % 2 else "nv", sex="male") for n in range(30, 60)]
    female, male = groups_of(rows)["sex"]
    assert (female["accuracy"]["value"], male["accuracy"]["value"]) == (1.0, 0.5)
    assert (female["sensitivity"]["value"], male["sensitivity"]["value"]) == (1.0, 0.5)
    assert male["sensitivity"]["low"] < 0.5 < male["sensitivity"]["high"]


@pytest.mark.parametrize(("n", "too_few"), [(FEWEST - 1, True), (FEWEST, False)])
def test_too_few_pictures_give_no_number(n, too_few):
    (group,) = groups_of([row(number, "nv", "nv", sex="male") for number in range(n)])["sex"]
    assert group["accuracy"]["too_few"] is too_few
    assert (group["accuracy"]["value"] is None) is too_few
    assert group["accuracy"]["n"] == n


def test_each_figure_has_its_own_n():
    """Forty pictures, but only five of them malignant: a specificity, no sensitivity and no AUC."""
    rows = [row(n, "mel" if n < 5 else "nv", "nv", sex="male") for n in range(40)]
    (group,) = groups_of(rows)["sex"]
    assert (group["specificity"]["too_few"], group["specificity"]["n"]) == (False, 35)
    assert (group["sensitivity"]["too_few"], group["sensitivity"]["n"]) == (True, 5)
    assert (group["malignant_auc"]["too_few"], group["malignant_auc"]["n"]) == (True, 5)


def test_what_nobody_states_has_no_table_and_some_missing_have_a_row():
    rows = [row(0, "nv", "nv", sex="male"), row(1, "nv", "nv")]
    found = groups_of(rows)
    assert list(found) == ["sex"]
    assert [(group["name"], group["n"]) for group in found["sex"]] == [("male", 1), (NOT_STATED, 1)]
    assert groups_of([]) == {}
