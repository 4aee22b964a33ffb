"""What both trainers are asked for on the command line, and how they start."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ml.configs.fields import Config, load_config
from ml.dataset import Record, check_splits, data_folder, read_records
from ml.runtime import start_tensorflow


@dataclass(frozen=True)
class TrainingRun:
    """One training as it was asked for.

    data: folder with metadata.csv. out: folder for weights, checkpoint and log. config: the recipe. init: "scratch",
    "backbone" or the path of weights to fine-tune. resume: go on from the checkpoint in `out`. limit: pictures per
    split, None for all. threads: processor threads, see `ml.runtime`.
    """

    data: Path
    out: Path
    config: Config
    init: str
    resume: bool
    limit: int | None
    threads: int | None

    def start(self, labelled: bool = True) -> list[Record]:
        """Checks the data, starts TensorFlow with the recipe's seed, and gives the data's records.

        Args:
            labelled: whether every picture must have a diagnosis; a segmenter needs none.

        Raises:
            ValueError: the data cannot be trained on, see `ml.dataset.check_splits`.
        """
        records = read_records(self.data)
        check_splits(records, labelled)
        start_tensorflow(self.threads)
        import keras

        keras.utils.set_random_seed(self.config.seed)
        return records

    def build(self, build: Callable, **settings):
        """The network with the weights that `init` asks for.

        Args:
            build: `build_unet` or `build_classifier`.
            settings: further arguments for it.
        """
        name = settings.get("backbone", "mobilenetv3small")
        weights = backbone_file(self.data, name) if self.init == "backbone" else None
        if self.init == "scratch":
            # Random weights bring no statistics worth keeping.
            settings["freeze_batch_norm"] = False
        model = build(self.config.input_size, weights, **settings)
        if self.init not in ("scratch", "backbone"):
            model.load_weights(self.init)
        return model


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
    parser.add_argument("--threads", type=int, help="processor threads; default: one per core, at most four")
    parser.add_argument("--input-size", type=int, help="instead of the recipe's, in pixels, a multiple of 32")
    return parser


def run_from(args: argparse.Namespace) -> TrainingRun:
    """The run that the command line describes: the recipe with its changes."""
    changes = {name: value for name in ("epochs", "input_size") if (value := getattr(args, name))}
    return TrainingRun(
        data=data_folder(args.data),
        out=args.out,
        config=replace(load_config(args.config), **changes),
        init=args.init,
        resume=args.resume,
        limit=args.limit,
        threads=args.threads,
    )


def backbone_file(data: Path, name: str) -> Path:
    """The ImageNet weights to start from.

    Args:
        data: the folder with metadata.csv; `backbone/` lies inside or beside it.
        name: of the encoder, see `ml.networks.backbone.FILES`.

    Raises:
        SystemExit: the file is not there.
    """
    from ml.networks.backbone import FILES

    for folder in (data / "backbone", data.parent / "backbone"):
        if (folder / FILES[name]).is_file():
            return folder / FILES[name]
    raise SystemExit(f"No {FILES[name]} in a folder backbone/ of the data folder; --init scratch needs none.")
