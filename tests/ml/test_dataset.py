"""Reading a data folder, and refusing one that leaks."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from ml.dataset import check_splits, data_folder, in_split, load_boxes, load_frames, load_masks, read_records
from ml.diagnoses import CODES


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


def test_a_picture_in_two_splits_under_two_names_stops_the_training(drawn_data):
    records = read_records(drawn_data)
    copy = replace(records[0], image_id="another", lesion_id="another", split="test")
    with pytest.raises(ValueError, match=r"under two names, the first are DRAWN_000 \(train\) and another \(test\)"):
        check_splits([*records, copy])
    assert check_splits([*records, replace(copy, split="train")]) == []


def test_near_duplicates_in_two_splits_are_named(drawn_data, tmp_path, capsys):
    records = read_records(drawn_data)
    with Image.open(records[0].picture_path) as picture:
        ImageEnhance.Brightness(picture).enhance(0.9).save(tmp_path / "again.jpg", quality=60)
    again = replace(records[0], image_id="again", lesion_id="again", split="val", picture_path=tmp_path / "again.jpg")
    assert check_splits([*records, again]) == [("DRAWN_000", "again")]
    assert "1 near duplicates lie in different splits:\n  DRAWN_000 (train) and again (val)" in capsys.readouterr().out


def test_a_missing_picture_stops_the_training(drawn_data, tmp_path):
    records = read_records(drawn_data)
    with pytest.raises(ValueError, match="1 pictures of metadata.csv are missing"):
        check_splits([*records[1:], replace(records[0], picture_path=tmp_path / "none.jpg")])


def test_a_segmenter_needs_no_diagnosis_but_a_wrong_one_is_refused(drawn_data):
    records = [replace(record, dx=None) for record in read_records(drawn_data)]
    assert check_splits(records, labelled=False) == []
    with pytest.raises(ValueError, match="unknown diagnosis None"):
        check_splits(records)
    with pytest.raises(ValueError, match="unknown diagnosis 'wart'"):
        check_splits([replace(records[0], dx="wart")], labelled=False)


def folder_with(folder, text):
    (folder / "metadata.csv").write_text(text)
    return folder


def test_a_folder_of_names_alone_can_be_read(tmp_path):
    (tmp_path / "images").mkdir()
    for name in ("A.png", "B.JPEG", "C.jpg", "C.png"):
        (tmp_path / "images" / name).touch()
    text = "image_id,age,sex,localization,dataset,dx\nA,55.0,unknown,back,rosendahl,wart\nB,,female,,,nv\nC,old,,,,\n"
    first, second, third = read_records(folder_with(tmp_path, text), strict=False)
    assert (first.lesion_id, first.dx, first.label, first.split, first.mask_path) == ("A", "wart", None, None, None)
    assert (first.age, first.sex, first.site, first.source) == (55.0, None, "back", "rosendahl")
    assert (second.age, second.sex, second.site, second.label) == (None, "female", None, CODES.index("nv"))
    assert (third.age, third.dx) == (None, None)
    assert [record.picture_path.name for record in (first, second, third)] == ["A.png", "B.JPEG", "C.jpg"]
    with pytest.raises(ValueError, match="has no column lesion_id, split"):
        read_records(tmp_path)


def test_pictures_without_masks_cannot_teach_a_segmenter(drawn_data):
    record = replace(read_records(drawn_data)[0], mask_path=None)
    with pytest.raises(ValueError, match="1 pictures have no mask, the first is DRAWN_000"):
        load_masks([record])


@pytest.mark.parametrize("name", ["../../etc/passwd", "", ".hidden", "a/b"])
def test_an_image_id_cannot_lead_out_of_the_folder(tmp_path, name):
    with pytest.raises(ValueError, match="line 2: .* is no image_id"):
        read_records(folder_with(tmp_path, f"image_id,dx\n{name},nv\n"), strict=False)


@pytest.mark.long
def test_the_real_splits_do_not_leak_but_for_one_photograph(data_dir):
    records = read_records(data_folder(data_dir))
    assert check_splits(records) == [("ISIC_0025226", "ISIC_0030074")]
    sizes = {split: len(in_split(records, split)) for split in ("train", "val", "test")}
    assert sum(sizes.values()) == len(records) == 10_015
    assert np.allclose([size / 10_015 for size in sizes.values()], [0.7, 0.15, 0.15], atol=0.01)
