"""A real, tiny training of the classifier, on drawn pictures."""

import numpy as np
import pytest

from ml.train_classifier import main

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Even though the `tf.config.experimental_run_functions_eagerly`"),
    # Keras 3.15 hands its variables to NumPy 2 in the old way.
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"),
]


@pytest.mark.long
def test_it_trains_resumes_and_can_be_fine_tuned(drawn_data, tmp_path, eagerly):
    command = ["--data", str(drawn_data), "--input-size", "32", "--limit", "7"]
    first, second = tmp_path / "first", tmp_path / "second"
    main([*command, "--out", str(first), "--init", "scratch", "--epochs", "1"])
    main([*command, "--out", str(first), "--init", "scratch", "--epochs", "2", "--resume"])
    log = (first / "log.csv").read_text().splitlines()
    figures = "val_score,val_bma,val_melanoma_auc,val_malignant_auc,val_bma_whole,val_bma_crop,val_accuracy"
    assert log[0] == f"epoch,loss,{figures},seconds,learning_rate"
    assert [line.split(",")[0] for line in log[1:]] == ["1", "2"]

    main([*command, "--out", str(second), "--init", str(first / "best.weights.h5"), "--epochs", "1"])

    from ml.networks.classifier import build_classifier

    before, after = build_classifier(32), build_classifier(32)
    before.load_weights(first / "best.weights.h5")
    after.load_weights(second / "best.weights.h5")
    drift = [np.abs(a - b).max() for a, b in zip(before.get_weights(), after.get_weights(), strict=True)]
    assert 0 < max(drift) < 0.5, "started from the given weights and moved a little"
