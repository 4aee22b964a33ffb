"""Epochs, averaged weights, stopping early, going on after an interruption. With a network small enough to be quick."""

import csv

import numpy as np
import pytest

from ml.configs.fields import Config

pytestmark = [
    pytest.mark.slow,
    # Keras 3.15 hands its variables to NumPy 2 in the old way.
    pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"),
]

CONFIG = Config(
    input_size=32,
    epochs=4,
    patience=4,
    batch_size=4,
    learning_rate=0.01,
    warm_up_epochs=0.5,
    averaging=0.5,
    seed=1,
)


@pytest.fixture
def batches():
    from ml.batches import SegmenterBatches

    random = np.random.default_rng(1)
    masks = np.zeros((12, 224, 224), bool)
    masks[:, 60:160, 60:160] = True
    frames = (random.normal(150, 20, (12, 224, 224, 3)) - 80 * masks[..., None]).clip(0, 255).astype(np.uint8)
    return SegmenterBatches(frames, masks, size=32, batch_size=4, seed=1, augment=True)


def network(batches):
    import keras

    from ml.training import optimizer_for

    keras.utils.set_random_seed(1)
    layers = [keras.layers.Conv2D(4, 3, padding="same", activation="relu"), keras.layers.Dropout(0.2)]
    model = keras.Sequential([keras.Input((32, 32, 3)), *layers, keras.layers.Conv2D(1, 1, activation="sigmoid")])
    model.compile(optimizer_for(CONFIG, len(batches)), loss="binary_crossentropy", jit_compile=False)
    return model


def rows(log):
    with log.open() as file:
        return list(csv.DictReader(file))


def run(batches, out, judge, resume=False, config=CONFIG):
    from ml.training import train

    model = network(batches)
    train(model, batches, judge, config=config, out=out, resume=resume)
    return model


@pytest.mark.long
def test_an_interrupted_training_ends_with_the_same_weights(batches, tmp_path):
    whole = run(batches, tmp_path / "whole", lambda model: {"figure": 0.5})
    with pytest.raises(KeyboardInterrupt):
        run(batches, tmp_path / "parts", _stops_in_epoch(3))
    resumed = run(batches, tmp_path / "parts", lambda model: {"figure": 0.5}, resume=True)
    for one, other in zip(whole.get_weights(), resumed.get_weights(), strict=True):
        assert np.allclose(one, other, atol=1e-6)
    log = rows(tmp_path / "parts" / "log.csv")
    assert [row["epoch"] for row in log] == ["1", "2", "3", "4"]
    assert float(log[0]["learning_rate"]) > float(log[3]["learning_rate"])
    assert (tmp_path / "parts" / "curves.png").stat().st_mtime >= (tmp_path / "parts" / "log.csv").stat().st_mtime


def _stops_in_epoch(last: int):
    judged = []

    def judge(model):
        judged.append(1)
        if len(judged) == last:
            raise KeyboardInterrupt
        return {"figure": 0.5}

    return judge


def test_it_stops_when_val_stops_getting_better(batches, tmp_path):
    from dataclasses import replace

    figures = iter([0.5, 0.6, 0.55, 0.54, 0.53])
    run(batches, tmp_path, lambda model: {"figure": next(figures)}, config=replace(CONFIG, epochs=5, patience=2))
    assert [float(row["figure"]) for row in rows(tmp_path / "log.csv")] == [0.5, 0.6, 0.55, 0.54]


def test_the_best_epochs_averaged_weights_are_kept(batches, tmp_path):
    import keras

    judged = []
    figures = iter([0.2, 0.9, 0.1, 0.1])

    def judge(model):
        judged.append(model.get_weights())
        return {"figure": next(figures)}

    model = run(batches, tmp_path, judge)
    kept = keras.Sequential(
        [keras.Input((32, 32, 3)), *(layer.__class__.from_config(layer.get_config()) for layer in model.layers)]
    )
    kept.load_weights(tmp_path / "best.weights.h5")
    assert all(np.array_equal(a, b) for a, b in zip(kept.get_weights(), judged[1], strict=True))
    averages = [np.asarray(variable) for variable in model.optimizer._model_variables_moving_average]
    assert all(np.allclose(a, b) for a, b in zip(averages, judged[3], strict=True)), "judged are the averages"


def test_a_checkpoint_of_another_network_is_refused(batches, tmp_path):
    import keras

    from ml.checkpoint import load_checkpoint, save_checkpoint

    model = network(batches)
    model.optimizer.build(model.trainable_variables)
    save_checkpoint(tmp_path / "checkpoint.npz", model, {"epoch": 1})
    assert load_checkpoint(tmp_path / "checkpoint.npz", network(batches)) == {"epoch": 1}
    other = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    other.compile("adam", loss="mse")
    with pytest.raises(ValueError, match="belongs to another training"):
        load_checkpoint(tmp_path / "checkpoint.npz", other)
    assert not list(tmp_path.glob("*unfinished*"))


def test_the_learning_rate_warms_up_and_cools_down(batches):
    from ml.training import optimizer_for

    rate = optimizer_for(CONFIG, 10)._learning_rate
    values = [float(rate(step)) for step in (0, 5, 20, 40)]
    assert values[0] == pytest.approx(CONFIG.learning_rate / 50)
    assert values[1] == pytest.approx(CONFIG.learning_rate)
    assert values[1] > values[2] > values[3]
    assert values[3] == pytest.approx(0, abs=1e-6)


def test_layers_near_the_picture_learn_more_slowly(batches):
    import keras

    from ml.training import depth_factors, optimizer_for

    model = network(batches)
    factors = depth_factors(model, 0.01)
    assert factors == pytest.approx([0.01, 0.01, 1.0, 1.0]), "kernel and bias of the first layer, then of the last"
    before = [np.array(variable) for variable in model.trainable_variables]
    optimizer = optimizer_for(CONFIG, 1, factors)
    keras.utils.set_random_seed(1)
    optimizer.build(model.trainable_variables)
    optimizer.apply([np.ones(variable.shape, np.float32) for variable in model.trainable_variables])
    steps = [np.abs(np.array(v) - b).max() for v, b in zip(model.trainable_variables, before, strict=True)]
    assert steps[0] == pytest.approx(steps[2] * 0.01, rel=0.05)
