"""Fixtures of the engine room's tests."""

import pytest

from tests.analysis.queue_folder import folder


@pytest.fixture(autouse=True)
def _empty_queue():
    """No test finds another one's messages."""
    for message in folder().glob("*.msg"):
        message.unlink()
