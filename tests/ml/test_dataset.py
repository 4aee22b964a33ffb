"""Reading a data folder, and refusing one that leaks."""

from dataclasses import replace

import numpy as np
import pytest

from ml.dataset import check_splits, data_folder, in_split, load_boxes, load_frames, load_masks, read_records


def test_the_folder_itself_or_the_one_that_holds_ham10000(drawn_data, tmp_path):
    assert data_folder(drawn_data) == drawn_data
    (tmp_path / "ham10000").symlink_to(drawn_data)
    assert data_folder(tmp_path) == tmp_path / "ham10000"


def test_the_environment_names_the_folder(drawn_data, monkeypatch):
    monkeypatch.setenv("SKINLESION_DATA", str(drawn_data))
    assert data_folder(None) == drawn_data


def test_no_folder_is_said_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.delenv("SKINLESION_DATA", raising=False)
    with pytest.raises(SystemExit, match="pass --data DIR"):
        data_folder(None)
    with pytest.raises(SystemExit, match=r"No metadata\.csv"):
        data_folder(tmp_path)


def test_records_know_their_files(drawn_data):
    records = read_records(drawn_data)
    assert len(records) == 28
    assert all(record.picture_path.is_file() and record.mask_path.is_file() for record in records)
    check_splits(records)


def test_frames_masks_and_boxes_belong_together(drawn_data):
    records = in_split(read_records(drawn_data), "val")
    frames, masks, boxes = load_frames(records), load_masks(records), load_boxes(records)
    assert frames.shape == (7, 224, 224, 3)
    assert masks.dtype == bool
    for frame, mask, (x0, y0, x1, y1) in zip(frames, masks, boxes, strict=True):
        assert mask[y0:y1, x0:x1].sum() == mask.sum()
        assert frame[mask].mean() < frame[~mask].mean(), "drawn lesions are darker than skin"


def test_a_limit_is_spread_over_the_split(drawn_data):
    records = read_records(drawn_data)
    few = in_split(records, "train", 3)
    assert [record.image_id for record in few] == ["DRAWN_000", "DRAWN_006", "DRAWN_013"]


def test_a_lesion_in_two_splits_stops_the_training(drawn_data):
    records = read_records(drawn_data)
    leaking = [*records, replace(records[0], image_id="another", split="test")]
    with pytest.raises(ValueError, match="1 lesions are in two splits, the first is LESION_000"):
        check_splits(leaking)


@pytest.mark.parametrize(("field", "message"), [("dx", "unknown diagnosis"), ("split", "unknown split")])
def test_unknown_values_stop_the_training(drawn_data, field, message):
    records = read_records(drawn_data)
    with pytest.raises(ValueError, match=message):
        check_splits([replace(records[0], **{field: "other"})])


def test_a_picture_listed_twice_stops_the_training(drawn_data):
    records = read_records(drawn_data)
    with pytest.raises(ValueError, match="listed twice"):
        check_splits([records[0], records[0]])


def test_the_real_splits_do_not_leak(data_dir):
    records = read_records(data_folder(data_dir))
    check_splits(records)
    sizes = {split: len(in_split(records, split)) for split in ("train", "val", "test")}
    assert sum(sizes.values()) == len(records) == 10_015
    assert np.allclose([size / 10_015 for size in sizes.values()], [0.7, 0.15, 0.15], atol=0.01)
