"""How far two pictures of one lesion differ: the pairs and the sums."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.repeatability import differences, pairs_of
from ml.dataset import Record


def record(image_id: str, lesion_id: str) -> Record:
    """A picture of a lesion."""
    return Record(image_id, lesion_id, "nv", "val", Path(f"{image_id}.jpg"), None)


def result(probability: float, colours=("red",), **measured):
    """What the pipeline says, as far as it is compared."""
    shapes = {"asymmetry_major_axis": 0.1, "asymmetry_minor_axis": 0.1, "border_irregularity": 1.2}
    return SimpleNamespace(
        malignant_probability=probability, measurements=shapes | {"colours": colours and list(colours)} | measured
    )


def test_every_two_pictures_of_a_lesion_and_no_other():
    records = [record("a", "1"), record("b", "2"), record("c", "1"), record("d", "1")]

    found = [{first.image_id, second.image_id} for first, second in pairs_of(records)]

    assert sorted(map(sorted, found)) == [["a", "c"], ["a", "d"], ["c", "d"]]


def test_differences_are_absolute_and_leave_out_what_one_lacks():
    found = differences(
        [
            (result(0.2), result(0.5, colours=("red", "black"), border_irregularity=1.0)),
            (result(0.5), result(0.4, colours=None, asymmetry_major_axis=None)),
        ]
    )

    assert found["malignant_probability"] == pytest.approx([0.3, 0.1])
    assert found["border_irregularity"] == pytest.approx([0.2, 0.0])
    assert found["asymmetry_major_axis"] == [0.0]
    assert found["colours differ (1) or not (0)"] == [1.0]
