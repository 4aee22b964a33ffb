"""A message carries the way back."""

import pytest

from cases.undo import Undo, undo_in


@pytest.mark.parametrize(
    "way", [Undo("/cases/1/lost/undo/"), Undo("/images/1/outline/", (("machine", "1"), ("a", "b&c")))]
)
def test_what_is_written_is_read(way):
    assert undo_in(way.as_tag()) == way


@pytest.mark.parametrize("tags", ["", None, "success", "/cases/1/"])
def test_other_messages_have_none(tags):
    assert undo_in(tags) is None
