"""Which files a command line means, and the files we make."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from ml.files import distinct_names, in_chunks, picture_files
from ml.mask_png import mask_png
from ml.overlay import overlay_jpeg


def test_folders_are_searched_by_ending_and_files_taken_as_they_are(tmp_path):
    for name in ("b.JPG", "a.png", "notes.txt", "deep/c.tiff", ".hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = picture_files([tmp_path / "notes.txt", tmp_path, tmp_path / "a.png"])
    assert [path.name for path in found] == ["notes.txt", "a.png", "b.JPG", "c.tiff"]


def test_equal_names_of_different_folders_stay_apart():
    files = [Path("x/a.jpg"), Path("y/a.jpg"), Path("z/a.png"), Path("z/b.png")]
    assert list(distinct_names(files).values()) == ["a", "a-2", "a-3", "b"]


def test_chunks():
    assert in_chunks([1, 2, 3, 4, 5], 2) == [[1, 2], [3, 4], [5]]


def test_a_mask_comes_back_from_its_file():
    mask = np.random.default_rng(1).random((31, 47)) < 0.5
    with Image.open(io.BytesIO(mask_png(mask))) as picture:
        assert picture.mode == "1"
        assert np.array_equal(np.asarray(picture), mask)


def test_the_overlay_changes_the_outline_only():
    grey = np.full((200, 300, 3), 128, np.uint8)
    with Image.open(io.BytesIO(overlay_jpeg(grey, [[(50, 50), (250, 50), (250, 150), (50, 150)]]))) as picture:
        drawn = np.asarray(picture).astype(int)
    assert drawn[50, 150].min() > 200
    assert drawn[100, 50].min() > 200
    assert np.abs(drawn[90:110, 140:160] - 128).max() < 6
    assert np.abs(drawn[10:20] - 128).max() < 6
