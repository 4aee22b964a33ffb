"""The benchmark runs and prints every stage."""

import pytest

from benchmarks.predict import main

pytestmark = pytest.mark.slow


def test_it_prints_every_stage(capsys):
    assert main(["--pictures", "3", "--together", "2"]) == 0
    out = capsys.readouterr().out
    assert "one by one: " in out
    assert "2 together: " in out
    assert all(out.count(f"  {stage} ") == 2 for stage in ("decode", "quality", "segment", "classify", "measure"))


def test_a_folder_without_pictures_is_said(tmp_path):
    with pytest.raises(SystemExit, match="No pictures in"):
        main(["--data", str(tmp_path)])
