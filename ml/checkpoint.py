"""Stops and goes on: everything a training needs to continue as if it had never been interrupted."""

import json
import os
from pathlib import Path

import keras
import numpy as np


def save_checkpoint(path: Path, model: keras.Model, progress: dict) -> None:
    """Writes weights, optimizer and progress as one file that is either old or new, never half.

    Args:
        path: the `.npz` to write.
        model: a compiled model.
        progress: numbers that JSON can hold, such as the next epoch.
    """
    arrays = {f"model_{i}": np.asarray(w) for i, w in enumerate(model.get_weights())}
    arrays |= {f"optimizer_{i}": np.asarray(v) for i, v in enumerate(model.optimizer.variables)}
    unfinished = path.with_suffix(".unfinished.npz")
    np.savez(unfinished, progress=np.array(json.dumps(progress)), **arrays)
    os.replace(unfinished, path)


def load_checkpoint(path: Path, model: keras.Model) -> dict:
    """Puts the model and its optimizer back where the checkpoint left them.

    Args:
        path: a file of `save_checkpoint`.
        model: the same architecture, compiled the same way.

    Returns:
        The progress that was saved.

    Raises:
        ValueError: the checkpoint belongs to another architecture.
    """
    model.optimizer.build(model.trainable_variables)
    with np.load(path) as saved:
        weights = [saved[f"model_{i}"] for i in range(_count(saved, "model_"))]
        model.set_weights(weights)
        variables = model.optimizer.variables
        if _count(saved, "optimizer_") != len(variables):
            raise ValueError(f"{path} belongs to another training: its optimizer has other variables.")
        for i, variable in enumerate(variables):
            variable.assign(saved[f"optimizer_{i}"])
        return json.loads(str(saved["progress"]))


def _count(saved, prefix: str) -> int:
    return sum(name.startswith(prefix) for name in saved.files)
