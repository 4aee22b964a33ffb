"""From which certainty on a lesion is one."""

import shutil

import numpy as np
import pytest

from ml.fit_certainty import certainties, limit_of
from ml.manifest import WEIGHTS_FOLDER, read_manifest


def test_two_in_a_thousand_may_be_less_certain():
    found = np.linspace(0.5, 0.99999, 1000)
    limit = limit_of(found)
    assert 0.997 <= np.mean(found >= limit) <= 0.999
    assert limit_of(np.full(10, 0.81239)) == 0.8123, "rounded down: what decided stays"


@pytest.mark.slow
def test_what_the_limit_in_force_refuses_is_counted_too(drawn_data):
    from dataclasses import replace

    from ml.dataset import in_split, read_records
    from ml.pipeline import Pipeline

    pipeline = Pipeline.load()
    pipeline.segmenter = replace(pipeline.segmenter, thresholds={"mask": 0.5, "certainty": 1.0})
    records = in_split(read_records(drawn_data), "val")
    assert len(certainties(pipeline, records)) == len(records)


@pytest.mark.long
def test_the_shipped_limit_is_the_one_that_val_gives(data_dir, tmp_path):
    from ml.fit_certainty import main

    folder = shutil.copytree(WEIGHTS_FOLDER, tmp_path / "weights")
    shipped = read_manifest().default("segmenter").thresholds["certainty"]
    assert main(["--data", str(data_dir), "--weights", str(folder)]) == 0
    assert read_manifest(folder).default("segmenter").thresholds["certainty"] == pytest.approx(shipped, abs=2e-3)
