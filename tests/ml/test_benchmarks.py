"""The benchmarks run, count what they should, and say what they could not measure."""

import subprocess
import sys

import numpy as np
import pytest

from benchmarks import predict, runtimes, whole_path
from benchmarks.child import ROOT, Child, peak_memory, timed
from benchmarks.operations import operations
from benchmarks.pictures import TWELVE_MEGAPIXELS, large_jpegs, small_jpegs
from ml.decode import decode_picture
from ml.manifest import WEIGHTS_FOLDER

pytestmark = pytest.mark.slow


def test_it_prints_every_stage(capsys):
    assert predict.main(["--pictures", "3", "--together", "2"]) == 0
    out = capsys.readouterr().out
    assert "one by one: " in out
    assert "2 together: " in out
    assert all(out.count(f"  {stage} ") == 2 for stage in ("decode", "quality", "segment", "classify", "measure"))


def test_a_folder_without_pictures_is_said(tmp_path):
    with pytest.raises(SystemExit, match="No pictures in"):
        predict.main(["--data", str(tmp_path)])


def test_pictures_have_the_sizes_that_are_reported():
    assert decode_picture(small_jpegs(1)[0]).size == (600, 450)
    (large,) = large_jpegs(1)
    assert decode_picture(large).size == TWELVE_MEGAPIXELS
    assert len(large) > 2_000_000, "a photograph of that size has several megabytes"


@pytest.mark.long
def test_the_whole_path_is_compared(capsys):
    assert whole_path.main(["--archive", "4", "--large", "1", "--rounds", "1"]) == 0
    out = capsys.readouterr().out
    for line in (
        "600 x 450",
        "12 megapixels",
        "archive of 4, 2 workers",
        "of 12 MP",
        "peak memory",
        "start of a worker",
        "sgemm",
    ):
        assert line in out
    assert "stage decode" in out


@pytest.mark.long
def test_the_record_is_measured_in_a_folder_of_its_own():
    command = [sys.executable, "-m", "benchmarks.database", "--pictures", "2"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    assert "record of one picture" in done.stdout


@pytest.mark.long
def test_runtimes_are_compared_and_a_missing_one_is_said(capsys, monkeypatch):
    monkeypatch.setitem(runtimes.NEEDS, "OpenVINO", ("a_module_that_nobody_has",))
    assert runtimes.main(["--only", "LiteRT", "OpenVINO", "--rounds", "1", "--pictures", "1"]) == 0
    out = capsys.readouterr().out
    assert "skipped OpenVINO: not installed: a_module_that_nobody_has" in out
    assert out.count("\nLiteRT  ") == 2
    assert out.count("two workers x 1 thread") == 2


def test_operations_are_those_of_the_textbook():
    import keras
    from keras import layers

    picture = keras.Input((8, 8, 3))
    tensor = layers.Conv2D(4, 3, padding="same")(picture)
    tensor = layers.DepthwiseConv2D(3, strides=2, padding="same")(tensor)
    tensor = layers.Conv2DTranspose(2, 2, strides=2)(tensor)
    tensor = layers.Dense(5)(layers.GlobalAveragePooling2D()(tensor))
    network = keras.Model(picture, tensor)
    expected = 2 * (9 * 3 * 4 * 64 + 9 * 4 * 16 + 4 * 4 * 2 * 16 + 2 * 5)
    assert operations(network) == expected
    again = keras.Input((8, 8, 3))
    assert operations(keras.Model(again, network(again))) == expected, "a network inside a network counts too"


def test_a_child_that_ends_is_not_waited_for():
    folder = str(WEIGHTS_FOLDER.parent / "nowhere")
    with pytest.raises(RuntimeError, match=r"benchmarks\.runtime_child .* ended with 1"):
        Child("benchmarks.runtime_child", "LiteRT", "segmenter", folder, folder, "1")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_is_the_peak():
    hundred = np.ones(100_000_000, np.uint8)
    held = peak_memory()
    assert held > 100
    del hundred
    assert peak_memory() > held - 1


def test_a_clock_and_the_processors_own():
    spent = timed(lambda: sum(range(2_000_000)))
    assert 0 < spent["processor"] < 10
    assert spent["clock"] > 0


@pytest.mark.long
def test_the_pages_are_measured_in_a_database_of_their_own():
    command = [sys.executable, "-m", "benchmarks.pages", "--patients", "40", "--cases", "60", "--pictures", "110"]
    done = subprocess.run([*command, "--rounds", "1"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert "sqlite: filled in" in done.stdout, done.stderr
    for page in ("worklist, awaiting_histology", "queue state", "patients", "one of cases", "API: worklist"):
        assert page in done.stdout, "this machine may be slow, but every page answers"
