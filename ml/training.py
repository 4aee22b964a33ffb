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
from ml.curves import draw_curves


class DepthAwareAdam(keras.optimizers.AdamW):
    """Adam whose steps are the smaller the nearer a layer is to the picture: its filters are good already.

    Source: discriminative fine-tuning, Howard and Ruder 2018 (arXiv:1801.06146).
    """

    def __init__(self, *args, factors: list[float] | None, **settings):
        """
        Args:
            factors: part of the learning rate for each of the model's trainable variables; None for all of it.
        """
        super().__init__(*args, **settings)
        self.factors = factors

    def update_step(self, gradient, variable, learning_rate):
        """One variable's step, shortened by its factor."""
        factor = self.factors[self._get_variable_index(variable)] if self.factors else 1.0
        super().update_step(gradient, variable, learning_rate * factor)


def depth_factors(model: keras.Model, first: float) -> list[float]:
    """Parts of the learning rate that grow evenly (on a logarithmic scale) from the first layer to the last.

    Args:
        model: its layers in the order of the way through it.
        first: part that the first layer gets; the last one gets 1.

    Returns:
        One part for each of the model's trainable variables, in their order.
    """
    trainable = [layer for layer in model.layers if layer.trainable_variables]
    last = max(len(trainable) - 1, 1)
    return [first ** (1 - place / last) for place, layer in enumerate(trainable) for _ in layer.trainable_variables]


def optimizer_for(
    config: Config, batches_per_epoch: int, factors: list[float] | None = None, weight_decay: float = 0.0
) -> keras.optimizers.Optimizer:
    """Adam that warms up, then cools down on a cosine, and keeps a moving average of the weights.

    Args:
        config: the recipe.
        batches_per_epoch: steps an epoch.
        factors: see `depth_factors`.
        weight_decay: part of each kernel that is forgotten per step, times the learning rate.

    Source: Kingma and Ba 2015 (arXiv:1412.6980); Loshchilov and Hutter 2017 (arXiv:1608.03983) and 2019
    (arXiv:1711.05101).
    """
    warm_up = round(config.warm_up_epochs * batches_per_epoch)
    schedule = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=config.learning_rate / 50,
        warmup_target=config.learning_rate,
        warmup_steps=warm_up,
        decay_steps=max(config.epochs * batches_per_epoch - warm_up, 1),
    )
    optimizer = DepthAwareAdam(
        schedule,
        factors=factors,
        weight_decay=weight_decay,
        use_ema=True,
        ema_momentum=config.averaging,
        ema_overwrite_frequency=None,
        clipnorm=5.0,
    )
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return optimizer


def train(
    model: keras.Model,
    batches: Batches,
    judge: Callable[[keras.Model], dict[str, float]],
    *,
    config: Config,
    out: Path,
    resume: bool,
    kept: keras.Model | None = None,
) -> Path:
    """Trains until the epochs are over or val stops getting better.

    Args:
        model: compiled with `optimizer_for`.
        batches: the training pictures.
        judge: figures on val; the first one decides, higher is better.
        config: the recipe.
        out: folder for `best.weights.h5`, `checkpoint.npz`, `log.csv` and `curves.png`.
        resume: go on from `out/checkpoint.npz` if it exists.
        kept: the part of the model whose weights are worth keeping; None for all of it.

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
            keras.Model((kept or model).inputs, (kept or model).outputs).save_weights(best)
        save_checkpoint(checkpoint, model, progress)
        row = {"epoch": epoch + 1, "loss": history["loss"][-1], **figures, "seconds": time.monotonic() - started}
        row["learning_rate"] = float(model.optimizer.learning_rate)
        _append(log, row)
        draw_curves(log, out / "curves.png")
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
