"""The options that both trainers take, and the machine's settings they start with."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from ml.configs.fields import Config, load_config
from ml.dataset import data_folder
from ml.memory import keep_memory

BACKBONE_FILE = "mobilenetv3small_1.0_224_imagenet_notop.weights.h5"


def training_parser(description: str, config: str) -> argparse.ArgumentParser:
    """The parser of a trainer.

    Args:
        description: one sentence for `--help`.
        config: name of the recipe used by default.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", help="data folder; default: the environment variable SKINLESION_DATA")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights, checkpoint and log")
    parser.add_argument("--config", default=config, help="recipe in ml/configs, default %(default)s")
    parser.add_argument(
        "--init", default="backbone", help="scratch, backbone (ImageNet, default) or a WEIGHTS.h5 to fine-tune"
    )
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --out")
    parser.add_argument("--epochs", type=int, help="instead of the recipe's number")
    parser.add_argument("--limit", type=int, help="use only so many pictures of each split, to try things out")
    parser.add_argument(
        "--threads", type=int, help="processor threads; default: as many as there are cores, at most four"
    )
    parser.add_argument("--input-size", type=int, help="instead of the recipe's, in pixels, a multiple of 32")
    return parser


def config_of(args: argparse.Namespace) -> Config:
    """The recipe with the command line's changes."""
    changes = {"epochs": args.epochs, "input_size": args.input_size}
    return replace(load_config(args.config), **{name: value for name, value in changes.items() if value})


def run(train: Callable[..., Path], args: argparse.Namespace) -> None:
    """Starts a training as the command line says.

    Args:
        train: `train_segmenter` or `train_classifier`.
        args: what `training_parser` read.
    """
    keep_memory()
    best = train(
        data=data_folder(args.data),
        out=args.out,
        config=config_of(args),
        init=args.init,
        resume=args.resume,
        limit=args.limit,
        threads=args.threads,
    )
    print(f"Best weights: {best}")


def backbone_file(data: Path, init: str) -> Path | None:
    """The ImageNet weights to start from; None where the training starts elsewhere.

    Args:
        data: the folder with metadata.csv; `backbone/` lies inside or beside it.
        init: what `--init` says.

    Raises:
        SystemExit: the file is not there.
    """
    if init != "backbone":
        return None
    for folder in (data / "backbone", data.parent / "backbone"):
        if (folder / BACKBONE_FILE).is_file():
            return folder / BACKBONE_FILE
    raise SystemExit(f"No {BACKBONE_FILE} in a folder backbone/ of the data folder; --init scratch needs none.")


def seed_everything(seed: int) -> None:
    """The same chance every time, in Python, NumPy and TensorFlow."""
    import keras

    keras.utils.set_random_seed(seed)
