"""Which two pictures are compared."""

import pytest
from django.core.exceptions import ValidationError

from cases.over_time.pair import chosen_pair, default_pair
from tests.cases.over_time.lesions import day, picture

FIRST = picture(1, case_id=1, taken_at=day(1))
SECOND = picture(2, case_id=2, taken_at=day(2))
THIRD = picture(3, case_id=2, taken_at=day(3))
OVERVIEW = picture(4, case_id=3, taken_at=day(4), image_type="overview")
ALL = [FIRST, SECOND, THIRD, OVERVIEW]


def test_the_newest_is_compared_with_the_newest_of_an_earlier_case():
    assert default_pair([FIRST, SECOND, THIRD]) == (FIRST, THIRD)


def test_within_one_case_the_newest_two():
    assert default_pair([SECOND, THIRD]) == (SECOND, THIRD)


@pytest.mark.parametrize("pictures", [[], [FIRST]])
def test_fewer_than_two_are_no_pair(pictures):
    assert default_pair(pictures) is None


def test_only_dermoscopic_ones_unless_asked():
    assert chosen_pair(ALL, a=None, b=None) == (FIRST, THIRD)
    assert chosen_pair(ALL, a=None, b=None, all_kinds=True) == (THIRD, OVERVIEW)
    # who names an overview wants it
    assert chosen_pair(ALL, a=4, b=1) == (OVERVIEW, FIRST)


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        (1, None, "two_pictures_needed"),
        (None, 1, "two_pictures_needed"),
        (1, 1, "same_picture"),
        (1, 99, "not_of_this_lesion"),
    ],
)
def test_what_names_no_pair_is_refused(a, b, code):
    with pytest.raises(ValidationError) as refused:
        chosen_pair(ALL, a=a, b=b)
    assert refused.value.code == code
