"""What is a message and what is not."""

import pytest

from analysis.only_messages import is_message

WHOLE = {
    "body": "W1tdLCB7fSwge31d",
    "headers": {"task": "analysis.tasks.analyse", "id": "1"},
    "properties": {"delivery_tag": "x", "body_encoding": "base64"},
}


def test_what_celery_writes_is_one():
    assert is_message(WHOLE)


@pytest.mark.parametrize("payload", [None, 7, "analyse", [], {}, [WHOLE]])
def test_other_json_is_none(payload):
    assert not is_message(payload)


@pytest.mark.parametrize("part", WHOLE)
@pytest.mark.parametrize("wrong", [None, 7, [], {}, {"delivery_tag": 7}])
def test_a_message_without_one_of_its_parts_is_none(part, wrong):
    assert not is_message({**WHOLE, part: wrong})
    assert not is_message({name: value for name, value in WHOLE.items() if name != part})


@pytest.mark.parametrize(("part", "name"), [("headers", "task"), ("headers", "id"), ("properties", "body_encoding")])
def test_nor_is_one_whose_parts_say_odd_things(part, name):
    assert not is_message({**WHOLE, part: {**WHOLE[part], name: 7}})
