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
    arrays = {f"model_{i}": np.asarray(variable) for i, variable in enumerate(_state(model))}
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
        for name, variables in (("model", _state(model)), ("optimizer", model.optimizer.variables)):
            if sum(key.startswith(f"{name}_") for key in saved.files) != len(variables):
                raise ValueError(f"{path} belongs to another training: its {name} has other variables.")
            for i, variable in enumerate(variables):
                variable.assign(saved[f"{name}_{i}"])
        return json.loads(str(saved["progress"]))


def _state(model: keras.Model) -> list:
    """Weights, and the dropout's place in its sequence of chance, without which a resumed training differs."""
    return [*model.weights, *(variable for variable in model.variables if "seed_generator" in variable.path)]
