"""The way of a picture as steps."""

import pytest

from cases.views.presenters.steps import present_steps


@pytest.mark.parametrize(
    ("stage", "now"), [("queued", ["Waiting"]), ("running", ["Outline", "Classes"])], ids=["queued", "running"]
)
def test_what_is_under_way(stage, now):
    steps = present_steps(stage)
    assert [step.words for step in steps] == ["Received", "Waiting", "Outline", "Classes", "Done"]
    assert [step.words for step in steps if step.state == "now"] == now
    assert steps[0].said == "done"
    assert steps[-1].said == "still to come"


@pytest.mark.parametrize("stage", ["done", "rejected", "failed", "not_asked"])
def test_an_end_is_no_way(stage):
    assert present_steps(stage) == []
