"""The training both networks share: epochs, averaged weights, judging on val, stopping early, going on after a stop."""

import csv
import time
from collections.abc import Callable
from pathlib import Path

import keras
from tqdm import tqdm

from ml.batches import Batches
from ml.checkpoint import load_checkpoint, save_checkpoint
from ml.configs.fields import Config


def optimizer_for(config: Config, batches_per_epoch: int) -> keras.optimizers.Optimizer:
    """Adam that warms up, then cools down on a cosine, and keeps a moving average of the weights.

    Source: Kingma and Ba 2015 (arXiv:1412.6980); Loshchilov and Hutter 2017 (arXiv:1608.03983).
    """
    warm_up = round(config.warm_up_epochs * batches_per_epoch)
    schedule = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=config.learning_rate / 50,
        warmup_target=config.learning_rate,
        warmup_steps=warm_up,
        decay_steps=max(config.epochs * batches_per_epoch - warm_up, 1),
    )
    return keras.optimizers.Adam(
        schedule, use_ema=True, ema_momentum=config.averaging, ema_overwrite_frequency=None, clipnorm=5.0
    )


def train(
    model: keras.Model,
    batches: Batches,
    judge: Callable[[keras.Model], dict[str, float]],
    *,
    config: Config,
    out: Path,
    resume: bool,
) -> Path:
    """Trains until the epochs are over or val stops getting better.

    Args:
        model: compiled with `optimizer_for`.
        batches: the training pictures.
        judge: figures on val; the first one decides, higher is better.
        config: the recipe.
        out: folder for `best.weights.h5`, `checkpoint.npz` and `log.csv`.
        resume: go on from `out/checkpoint.npz` if it exists.

    Returns:
        The file with the averaged weights of the best epoch.
    """
    out.mkdir(parents=True, exist_ok=True)
    best, checkpoint, log = out / "best.weights.h5", out / "checkpoint.npz", out / "log.csv"
    progress = {"epoch": 0, "best": -1.0, "best_epoch": 0}
    if resume and checkpoint.exists():
        progress = load_checkpoint(checkpoint, model)
    else:
        log.unlink(missing_ok=True)
    while progress["epoch"] < config.epochs and progress["epoch"] - progress["best_epoch"] < config.patience:
        epoch, started = progress["epoch"], time.monotonic()
        batches.start_epoch(epoch)
        bar = EpochBar(f"epoch {epoch + 1}/{config.epochs}", len(batches))
        # Keras ends a fit with the averaged weights: they are judged, and the next epoch goes on from them, which
        # steadies a training much like Lookahead does (Zhang et al. 2019, arXiv:1907.08610).
        history = model.fit(batches, shuffle=False, verbose=0, callbacks=[bar]).history
        figures = judge(model)
        progress["epoch"] = epoch + 1
        decisive = next(iter(figures.values()))
        if decisive > progress["best"]:
            progress |= {"best": decisive, "best_epoch": epoch + 1}
            # A model of the same layers that was never compiled: the optimizer's memory would triple the file.
            keras.Model(model.inputs, model.outputs).save_weights(best)
        save_checkpoint(checkpoint, model, progress)
        row = {"epoch": epoch + 1, "loss": history["loss"][-1], **figures, "seconds": time.monotonic() - started}
        _append(log, row)
        tqdm.write("  ".join(f"{name} {value:.4g}" for name, value in row.items()))
    return best


class EpochBar(keras.callbacks.Callback):
    """One progress bar per epoch, with the running loss."""

    def __init__(self, title: str, batches: int):
        super().__init__()
        self.bar = tqdm(total=batches, desc=title, unit="batch", mininterval=2)

    def on_train_batch_end(self, batch, logs=None):
        self.bar.set_postfix(loss=f"{logs['loss']:.4f}", refresh=False)
        self.bar.update()

    def on_train_end(self, logs=None):
        self.bar.close()


def _append(log: Path, row: dict) -> None:
    is_new = not log.exists()
    with log.open("a", newline="") as file:
        writer = csv.DictWriter(file, row.keys())
        if is_new:
            writer.writeheader()
        writer.writerow(row)
