"""Pictures, masks and tables are found by name and header, wherever they lie."""

from ml.layouts.contents import contents_of
from ml.layouts.source import Source
from tests.ml.layouts.downloads import put


def contents(folder, files):
    with Source(put(folder, files)) as source:
        return contents_of(source)


def test_masks_and_superpixels_are_no_photographs(tmp_path):
    files = dict.fromkeys(
        ["a/X.JPG", "a/X_superpixels.png", "m/X_segmentation.png", "m/X_attribute_globules.png", "y/Y.png"], b""
    )
    found = contents(tmp_path, files)
    assert {name: member.path for name, member in found.pictures.items()} == {"X": "a/X.JPG", "Y": "y/Y.png"}
    assert {name: member.path for name, member in found.masks.items()} == {"X": "m/X_segmentation.png"}


def test_two_versions_of_a_picture_are_said_and_two_copies_are_not(tmp_path):
    found = contents(tmp_path, {"a/X.jpg": b"one", "b/X.jpg": b"one", "c/X.jpg": b"another"})
    assert found.pictures["X"].path == "a/X.jpg"
    assert [(problem.code, problem.file, problem.left_out) for problem in found.problems] == [
        ("two_versions", "c/X.jpg", False)
    ]


def test_tables_are_known_by_their_header_whatever_parts_the_cells(tmp_path):
    files = {
        "commas.csv": b"\xef\xbb\xbfImage_ID,dx\r\nA,nv\r\n\r\nB\r\n",
        "tabs.tab": b'"image_id"\t"dx"\n"A"\t"nv, mel"\n',
        "empty.csv": b"",
    }
    found = contents(tmp_path, files)
    commas, tabs = found.tables_with("image_id", "dx")
    assert list(commas.rows()) == [(2, {"image_id": "A", "dx": "nv"}), (4, {"image_id": "B", "": "ragged"})]
    assert list(tabs.rows()) == [(2, {"image_id": "A", "dx": "nv, mel"})]
    assert not found.tables_with("lesion_id")
