"""A real, tiny training of the segmenter, on drawn pictures."""

import numpy as np
import pytest

from ml.configs.fields import load_config
from ml.train_segmenter import main

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Even though the `tf.config.experimental_run_functions_eagerly`"),
    # Keras 3.15 hands its variables to NumPy 2 in the old way.
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"),
]


@pytest.mark.long
def test_it_trains_logs_and_resumes(drawn_data, tmp_path, eagerly, capsys):
    command = ["--data", str(drawn_data), "--out", str(tmp_path), "--init", "scratch", "--input-size", "32"]
    main([*command, "--limit", "4", "--epochs", "1"])
    main([*command, "--limit", "4", "--epochs", "2", "--resume"])
    log = (tmp_path / "log.csv").read_text().splitlines()
    assert log[0] == "epoch,loss,val_iou,val_dice,seconds,learning_rate"
    assert [line.split(",")[0] for line in log[1:]] == ["1", "2"]
    assert all(np.isfinite(float(value)) for line in log[1:] for value in line.split(","))

    from ml.networks.unet import build_unet

    build_unet(32).load_weights(tmp_path / "best.weights.h5")
    assert f"Best weights: {tmp_path / 'best.weights.h5'}" in capsys.readouterr().out


def test_an_unknown_recipe_is_said():
    with pytest.raises(SystemExit, match=r"no recipe ml/configs/segmenter_v99\.py"):
        load_config("segmenter_v99")
