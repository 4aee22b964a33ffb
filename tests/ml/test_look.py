"""A picture may be opened on another thread than the one that asks the networks; the result is the same."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from ml.errors import Unreadable
from ml.look import look


@pytest.mark.slow
def test_looked_at_elsewhere_and_concluded_here_is_the_same_as_analysed(pipeline, drawn_jpegs):
    with ThreadPoolExecutor(1) as thread:
        passages = list(thread.map(look, drawn_jpegs[:3]))
    for data, passage in zip(drawn_jpegs, passages, strict=False):
        whole, shared = pipeline.analyse(data), pipeline.conclude(passage)
        assert shared.probabilities == whole.probabilities
        assert (shared.mask == whole.mask).all()
        assert (shared.outline, shared.measurements, shared.quality) == (
            whole.outline,
            whole.measurements,
            whole.quality,
        )
        assert set(shared.seconds) == set(whole.seconds)


@pytest.mark.slow
def test_asked_in_company_and_concluded_alone_is_the_same_too(pipeline, drawn_jpegs, monkeypatch):
    passages = [look(data) for data in (*drawn_jpegs[:3], b"no picture")]
    asked = pipeline.ask_networks(passages)
    assert all(passage.evidence is None and "segment" not in passage.seconds for passage in passages), "as they were"
    singly = [pipeline.analyse(data) for data in drawn_jpegs[:3]]
    monkeypatch.setattr(pipeline, "networks", {})  # nobody is asked twice
    for alone, passage in zip(singly, asked[:3], strict=True):
        shared = pipeline.conclude(passage)
        assert shared.probabilities == alone.probabilities
        assert (shared.mask == alone.mask).all()
        assert (shared.measurements, shared.quality, shared.flags) == (alone.measurements, alone.quality, alone.flags)
        assert set(shared.seconds) == set(alone.seconds)
    with pytest.raises(Unreadable):
        pipeline.conclude(asked[3])


@pytest.mark.slow
def test_a_refusal_waits_until_the_networks_are_asked(pipeline):
    passage = look(b"no picture")
    with pytest.raises(Unreadable):
        pipeline.conclude(passage)


def test_little_is_kept_of_a_picture(drawn_jpegs):
    passage = look(drawn_jpegs[0], mm_per_pixel=0.02, anyway=True)
    assert (passage.data, passage.frame.shape, passage.frame.dtype) == (b"", (224, 224, 3), np.uint8)
    assert (passage.mm_per_pixel, passage.anyway, passage.refusal) == (0.02, True, None)
