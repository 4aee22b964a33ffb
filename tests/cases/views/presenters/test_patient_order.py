"""The orders of the list of patients."""

import pytest

from cases.views.presenters.patient_order import chosen_order, order_links


@pytest.mark.parametrize(
    ("asked", "order"), [(None, "name"), ("", "name"), ("password", "name"), ("-age", "-age"), ("seen", "seen")]
)
def test_only_the_four_orders_can_be_asked_for(asked, order):
    assert chosen_order(asked) == order


def test_the_chosen_column_says_its_direction_and_turns_round():
    links = order_links("age")

    assert (links["age"].asks, links["age"].direction) == ("-age", "descending")
    assert (links["name"].asks, links["name"].direction) == ("name", "")
    assert (order_links("-age")["age"].asks, order_links("-age")["age"].direction) == ("age", "ascending")
