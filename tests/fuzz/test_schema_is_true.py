"""A few questions to each operation of the API in every role; `make fuzz` asks hundreds."""

import pytest

from tests.fuzz.ask import ask
from tests.fuzz.stock import stock


# answers that nobody reads to their end, which is for the tool to close
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("role", "examples"),
    [
        ("outsider", 1),
        pytest.param("clinician", 2, marks=pytest.mark.long),
        pytest.param("admin", 2, marks=pytest.mark.long),
    ],
)
def test_every_answer_is_one_that_the_description_knows(role, examples):
    found = ask(stock().get(role), examples=examples, phases=("examples", "fuzzing"))

    assert found.wrong == {}
    assert len(found.operations) > 70, "else not all were asked"
    assert found.requests >= len(found.operations)
