"""From every public download to a data folder: what is made, what is said, what is refused."""

import csv

import numpy as np
import pytest
from PIL import Image

from ml.dataset import check_splits, load_masks, read_records
from ml.draw import draw_lesion
from ml.layouts.layout import COLUMNS
from ml.prepare import main
from tests.ml.layouts import downloads as d


def prepare(source, out, *arguments):
    return main([str(source), "--out", str(out), *arguments])


def errors(out):
    with (out / "errors.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def table(out):
    with (out / "metadata.csv").open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def source(tmp_path):
    return d.put(tmp_path / "source", d.dataverse())


@pytest.mark.parametrize(
    ("files", "rows", "masks", "name"),
    [
        (d.dataverse(), 14, 14, "HAM10000"),
        (d.dataverse(metadata="HAM10000_metadata.tab"), 14, 14, "HAM10000"),
        ({"dataverse_files.zip": d.as_zip(d.dataverse())}, 14, 14, "HAM10000"),
        (d.kaggle(), 14, 0, "HAM10000"),
        (d.task_3(), 14, 0, "ISIC 2018 task 3"),
        (d.task_1(), 6, 6, "ISIC 2018 task 1"),
        (d.task_3() | d.task_1(), 14, 6, "ISIC 2018 task 3"),
    ],
    ids=["dataverse", "tab", "archive-in-archive", "kaggle", "task3", "task1", "both-tasks"],
)
def test_every_download_becomes_a_data_folder(tmp_path, capsys, files, rows, masks, name):
    out = tmp_path / "out"
    assert prepare(d.put(tmp_path / "source", files), out) == 0
    assert f"{name}: {rows} rows" in capsys.readouterr().out
    records = read_records(out)
    assert len(records) == len(list((out / "images").iterdir())) == rows
    assert sum(record.mask_path is not None for record in records) == masks
    assert list(table(out)[0]) == [*COLUMNS, "split"]
    check_splits(records, labelled=name != "ISIC 2018 task 1")
    assert sorted(path.name for path in out.iterdir()) == ["errors.csv", "images", "masks", "metadata.csv"]


def test_a_single_archive_is_a_source_too(tmp_path):
    (tmp_path / "all.zip").write_bytes(d.as_zip(d.dataverse()))
    assert prepare(tmp_path / "all.zip", tmp_path / "out") == 0
    assert len(table(tmp_path / "out")) == 14


def test_pictures_and_masks_have_the_size_and_kind_that_the_networks_know(source, tmp_path):
    prepare(source, tmp_path / "out")
    records = read_records(tmp_path / "out")
    for number, record in enumerate(records):
        with Image.open(record.picture_path) as picture, Image.open(record.mask_path) as mask:
            assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (224, 224))
            assert (mask.format, mask.mode, mask.size) == ("PNG", "1", (224, 224))
            drawn, true_mask = draw_lesion(number, d.SIZE)
            expected = np.asarray(Image.fromarray(drawn).resize((224, 224), Image.Resampling.BILINEAR), int)
            assert np.abs(np.asarray(picture, int) - expected).mean() < 4
            assert load_masks([record]).mean() == pytest.approx(true_mask.mean(), abs=0.01)
    assert records[0].age == 55.0
    assert records[0].site == "back"


def test_task_3_takes_lesions_and_confirmation_from_the_groupings(tmp_path, capsys):
    prepare(d.put(tmp_path / "source", d.task_3()), tmp_path / "out")
    assert table(tmp_path / "out")[1]["lesion_id"] == "HAM_0000000"
    assert table(tmp_path / "out")[1]["dx_type"] == "follow_up"
    prepare(d.put(tmp_path / "alone", d.task_3(groupings=False)), tmp_path / "other")
    assert table(tmp_path / "other")[1]["lesion_id"] == d.image_id(1)
    assert "pictures of one lesion may come into different splits" in " ".join(capsys.readouterr().out.split())


def test_every_bad_row_is_said_with_file_and_line_and_the_others_are_made(source, tmp_path, capsys):
    rows = d.ham_rows()
    rows[2][2] = "wart"
    rows[4][1] = rows[3][1]
    rows[5][1] = "../../outside"
    rows[6][1] = "ISIC_9999999"
    rows[7] = rows[7][:4]
    d.put(source, {"HAM10000_metadata": d.as_csv(rows)})
    assert prepare(source, tmp_path / "out") == 1
    found = {(e["file"], int(e["line"]), e["problem"], e["row"]) for e in errors(tmp_path / "out")}
    assert found == {
        ("HAM10000_metadata", 3, "unknown_diagnosis", "left out"),
        ("HAM10000_metadata", 5, "doubled_id", "left out"),
        ("HAM10000_metadata", 6, "bad_id", "left out"),
        ("HAM10000_metadata", 7, "picture_missing", "left out"),
        ("HAM10000_metadata", 8, "ragged_row", "left out"),
    }
    assert len(table(tmp_path / "out")) == 9
    said = capsys.readouterr().out
    assert "5 rows or files are left out" in said
    assert "1 x doubled_id (left out), first: HAM10000_metadata, line 5: ISIC_0024308 stands in line 4" in said
    assert not list(tmp_path.rglob("outside*"))


def test_bad_pictures_and_masks_are_said_and_nothing_of_them_is_written(tmp_path):
    files = d.task_1(8)
    names = [f"ISIC2018_Task1-2_Training_Input/{d.image_id(n)}.jpg" for n in range(8)]
    masks = [f"ISIC2018_Task1_Training_GroundTruth/{d.image_id(n)}_segmentation.png" for n in range(8)]
    files[names[0]] = files[names[0]][:900]
    files[masks[1]] = b"no picture"
    files[masks[2]] = d.drawn(2, (90, 120))[1]
    files[masks[3]] = _black()
    del files[masks[4]], files[names[5]]
    assert prepare(d.put(tmp_path / "source", files), tmp_path / "out") == 1
    assert {e["image_id"]: e["problem"] for e in errors(tmp_path / "out")} == {
        d.image_id(0): "picture_unreadable",
        d.image_id(1): "mask_unreadable",
        d.image_id(2): "mask_of_another_shape",
        d.image_id(3): "mask_empty",
        d.image_id(4): "mask_missing",
        d.image_id(5): "picture_missing",
    }
    written = {path.name[:12] for folder in ("images", "masks") for path in (tmp_path / "out" / folder).iterdir()}
    assert written == {d.image_id(6), d.image_id(7)}


def _black() -> bytes:
    import io

    file = io.BytesIO()
    Image.new("L", d.SIZE).save(file, "PNG")
    return file.getvalue()


def test_a_missing_mask_keeps_the_row_of_task_3_and_is_said(tmp_path):
    files = d.task_3() | d.task_1(13)
    assert prepare(d.put(tmp_path / "source", files), tmp_path / "out") == 0
    assert [(e["problem"], e["row"], e["line"]) for e in errors(tmp_path / "out")] == [("mask_missing", "kept", "15")]
    assert len(table(tmp_path / "out")) == 14


def test_an_archive_that_broke_off_is_said_and_the_rest_is_made(source, tmp_path):
    broken = source / "HAM10000_images_part_2.zip"
    broken.write_bytes(broken.read_bytes()[:5000])
    assert prepare(source, tmp_path / "out") == 1
    codes = [(e["problem"], e["file"]) for e in errors(tmp_path / "out")]
    assert codes[0] == ("archive_unreadable", "HAM10000_images_part_2.zip")
    assert codes[1:] == [("picture_missing", "HAM10000_metadata")] * 7
    assert len(table(tmp_path / "out")) == 7


def test_it_goes_on_where_it_stopped(source, tmp_path):
    out = tmp_path / "out"
    prepare(source, out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.*g")}
    names = sorted(before)
    names[0].write_bytes(names[0].read_bytes()[:2000])
    names[1].unlink()
    (out / "metadata.csv").rename(tmp_path / "first.csv")
    assert prepare(source, out) == 0
    made_again = [path for path in names if path.stat().st_mtime_ns != before[path]]
    # A picture and its mask are made together.
    assert {path.name[:12] for path in made_again} == {names[0].name[:12], names[1].name[:12]}
    assert (out / "metadata.csv").read_bytes() == (tmp_path / "first.csv").read_bytes()


def test_a_dry_run_writes_nothing(source, tmp_path, capsys):
    out = tmp_path / "out"
    assert prepare(source, out, "--dry-run") == 0
    assert not out.exists()
    assert f"Would make 14 pictures in {out} (0 are there), 14 with a mask." in capsys.readouterr().out


def test_nothing_recognised_is_one_sentence_with_what_was_looked_for(tmp_path, capsys):
    files = {"notes.csv": b"a,b\n1,2\n", "holiday.jpg": d.drawn(1)[0]}
    assert prepare(d.put(tmp_path / "source", files), tmp_path / "out") == 2
    said = capsys.readouterr().out
    for name in ("HAM10000_metadata", "ISIC2018_Task3_Training_GroundTruth.csv", "ISIC2018_Task1_Training_GroundTruth"):
        assert name in said


def test_one_layout_can_be_asked_for(tmp_path, capsys):
    source = d.put(tmp_path / "source", d.task_3() | d.task_1())
    assert prepare(source, tmp_path / "out", "--layout", "task1") == 1, "task 3's other pictures have no mask"
    assert "ISIC 2018 task 1: 14 rows" in capsys.readouterr().out


def test_an_existing_split_is_kept(source, tmp_path):
    given = [[row[1], ("test", "train")[n // 2 % 2]] for n, row in enumerate(d.ham_rows()[1:])]
    (tmp_path / "split.csv").write_bytes(d.as_csv([["image_id", "split"], *given[:-2]]))
    assert prepare(source, tmp_path / "out", "--split-from", str(tmp_path / "split.csv")) == 1
    assert [[row["image_id"], row["split"]] for row in table(tmp_path / "out")] == given[:-2]
    assert [e["problem"] for e in errors(tmp_path / "out")] == ["not_in_split"] * 2


def test_an_existing_split_that_leaks_is_refused(source, tmp_path, capsys):
    given = [[row[1], ("test", "train")[n % 2]] for n, row in enumerate(d.ham_rows()[1:])]
    (tmp_path / "split.csv").write_bytes(d.as_csv([["image_id", "split"], *given]))
    assert prepare(source, tmp_path / "out", "--split-from", str(tmp_path / "split.csv")) == 1
    assert "7 lesions are in two splits" in capsys.readouterr().out
    assert not (tmp_path / "out" / "metadata.csv").exists()


def test_lesions_that_share_a_photograph_stay_in_one_split(tmp_path, capsys):
    files = d.kaggle(40)
    for folder in ("HAM10000_images_part_1", "ham10000_images_part_1"):
        for number in range(0, 14, 2):
            files[f"{folder}/{d.image_id(number)}.jpg"] = d.drawn(39)[0]
    assert prepare(d.put(tmp_path / "source", files), tmp_path / "out") == 0
    # Seven lesions of the first part and the one of picture 39.
    assert "7 lesions share a photograph with another one" in capsys.readouterr().out
    splits = [row["split"] for row in table(tmp_path / "out")]
    assert len(set(splits)) == 3
    assert len({*splits[:14], splits[39]}) == 1


def test_the_result_must_not_lie_inside_the_source(source):
    with pytest.raises(SystemExit, match="2"):
        prepare(source, source / "out")
