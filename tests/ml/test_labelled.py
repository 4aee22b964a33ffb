"""Any folder of pictures, and what is said about rows that cannot be used."""

import shutil

import pytest

from ml.labelled import folder_to_judge, read_labelled


@pytest.fixture
def folder(drawn_data, tmp_path):
    """A folder of our own with one .png among the .jpg, masks for some, and a table to write."""
    folder = tmp_path / "clinic"
    for kind, ending in (("images", ".jpg"), ("masks", "_segmentation.png")):
        (folder / kind).mkdir(parents=True)
        for number in range(3):
            shutil.copy(drawn_data / kind / f"DRAWN_{number:03}{ending}", folder / kind)
    (folder / "masks" / "DRAWN_002_segmentation.png").unlink()
    (folder / "masks" / "DRAWN_001_segmentation.png").rename(folder / "masks" / "DRAWN_001.png")
    return folder


def table(folder, *lines, name="metadata.csv"):
    (folder / name).write_text("\n".join(lines) + "\n")
    return read_labelled(folder)


def test_only_image_id_must_be_there(folder):
    pictures, errors = table(folder, "image_id", "DRAWN_000", "DRAWN_001", "DRAWN_002")
    assert errors == []
    assert [picture.lesion_id for picture in pictures] == ["DRAWN_000", "DRAWN_001", "DRAWN_002"]
    assert [picture.dx for picture in pictures] == ["", "", ""]
    assert [picture.mask_path and picture.mask_path.name for picture in pictures] == [
        "DRAWN_000_segmentation.png",
        "DRAWN_001.png",
        None,
    ]


def test_details_are_read_and_unknown_is_nothing(folder):
    head = "lesion_id,image_id,dx,age,sex,localization,dataset,split"
    (one, two), errors = table(
        folder, head, "L1,DRAWN_000,MEL,45.0,Male,back,rosendahl,test", "L1,DRAWN_001,,,unknown,,,"
    )
    assert errors == []
    assert (one.lesion_id, one.dx, one.age, one.sex, one.site, one.source, one.split) == (
        *("L1", "mel", 45.0, "male", "back", "rosendahl", "test"),
    )
    assert (two.lesion_id, two.dx, two.age, two.sex, two.site, two.source, two.split) == (
        "L1",
        "",
        None,
        "",
        "",
        "",
        "",
    )


def test_a_foreign_diagnosis_is_an_error_of_its_row_and_the_picture_stays(folder):
    pictures, errors = table(folder, "image_id,dx", "DRAWN_000,scc", "DRAWN_001,nv")
    assert [picture.dx for picture in pictures] == ["", "nv"]
    assert errors == ["metadata.csv line 2: the diagnosis 'scc' is none of the seven; DRAWN_000 counts without it."]


def test_rows_that_cannot_be_used_say_their_line(folder):
    lines = ("image_id,age", "DRAWN_000,old", "GONE,30", "DRAWN_000,40", ",50", "DRAWN_001,60")
    pictures, errors = table(folder, *lines)
    assert [(picture.image_id, picture.age) for picture in pictures] == [("DRAWN_000", None), ("DRAWN_001", 60.0)]
    assert [error.split(":")[0] for error in errors] == [f"metadata.csv line {line}" for line in (2, 3, 4, 5)]
    assert "there is no picture GONE" in errors[1]
    assert "listed twice" in errors[2]


def test_labels_with_the_pictures_beside_them(folder):
    for picture in (folder / "images").iterdir():
        picture.rename(folder / picture.name)
    (folder / "images").rmdir()
    pictures, errors = table(
        folder, "file,dx,licence", "DRAWN_000.jpg,nv,CC0", "DRAWN_002.jpg,mel,CC0", name="labels.csv"
    )
    assert errors == []
    assert [(picture.image_id, picture.dx) for picture in pictures] == [("DRAWN_000", "nv"), ("DRAWN_002", "mel")]


def test_pictures_alone(folder):
    pictures, errors = read_labelled(folder / "images")
    assert (len(pictures), errors) == (3, [])
    assert folder_to_judge(folder / "images") == folder / "images"


def test_a_table_without_names_is_said(folder):
    with pytest.raises(SystemExit, match="no column image_id"):
        table(folder, "dx", "nv")


def test_a_folder_of_nothing_is_said(tmp_path):
    with pytest.raises(SystemExit, match="pass --data"):
        folder_to_judge(tmp_path)


def test_the_folder_that_holds_ham10000_means_that(drawn_data, tmp_path):
    (tmp_path / "ham10000").symlink_to(drawn_data)
    assert folder_to_judge(tmp_path) == tmp_path / "ham10000"


def test_the_real_photographs(data_dir):
    pictures, errors = read_labelled(folder_to_judge(data_dir / "photos"))
    assert (len(pictures), errors) == (24, [])
    assert {picture.dx for picture in pictures} == {"nv", "mel"}
