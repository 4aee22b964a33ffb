"""What the trainers are asked for."""

from dataclasses import replace

import pytest

from ml.command_line import backbone_file, run_from, training_parser
from ml.configs.fields import load_config


def run(*arguments: str):
    return run_from(training_parser("", "segmenter_v1").parse_args(["--out", "x", *arguments]))


def test_the_command_line_changes_the_recipe(drawn_data):
    changed = run("--data", str(drawn_data), "--epochs", "3", "--input-size", "96", "--limit", "5")
    assert changed.config == replace(load_config("segmenter_v1"), epochs=3, input_size=96)
    assert (changed.data, changed.init, changed.resume, changed.limit) == (drawn_data, "backbone", False, 5)
    assert run("--data", str(drawn_data), "--config", "classifier_v3").config == load_config("classifier_v3")


def test_the_backbone_lies_beside_or_inside_the_data(tmp_path):
    data = tmp_path / "ham10000"
    (tmp_path / "backbone").mkdir()
    data.mkdir()
    with pytest.raises(SystemExit, match="--init scratch needs none"):
        backbone_file(data, "mobilenetv2")
    from ml.networks.backbone import FILES

    for name, file in FILES.items():
        (tmp_path / "backbone" / file).touch()
        assert backbone_file(data, name) == backbone_file(tmp_path, name) == tmp_path / "backbone" / file


def test_leaking_data_stops_before_anything_is_built(drawn_data, tmp_path):
    (tmp_path / "metadata.csv").write_text(
        "lesion_id,image_id,dx,split\nL1,A,nv,train\nL1,B,nv,test\n",
    )
    with pytest.raises(ValueError, match="two splits"):
        run("--data", str(tmp_path)).start()
