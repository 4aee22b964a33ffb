"""What a recipe consists of."""

import importlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Config:
    """Settings of one training.

    input_size: side of the network's input in pixels. learning_rate: the highest, reached after warm_up_epochs and
    then lowered to zero on a cosine. averaging: weight of the past in the moving average of the weights, per step.
    patience: epochs without a better figure on val before the training stops.
    """

    input_size: int
    epochs: int
    patience: int
    batch_size: int
    learning_rate: float
    warm_up_epochs: float
    averaging: float
    seed: int


@dataclass(frozen=True)
class ClassifierConfig(Config):
    """Settings of a classifier's training.

    backbone: a name of `ml.networks.backbone.FILES`. sampling_power: 0 leaves the diagnoses as uneven as they are, 1
    draws them equally often. mixup: see `ml.batches.ClassifierBatches`. wear: part of the views that go
    through `ml.augment.wear_out`. statistics: "imagenet" keeps batch norm's statistics, "measured" takes those of our
    pictures, once. depth_decay: learning rate of the encoder's first layer as a part of the last layer's.
    weight_decay: see `ml.training.optimizer_for`.
    """

    backbone: str
    dropout: float
    sampling_power: float
    mixup: float
    wear: float
    statistics: str
    depth_decay: float
    weight_decay: float


def load_config(name: str) -> Config:
    """The CONFIG of `ml/configs/<name>.py`.

    Raises:
        SystemExit: there is no such recipe.
    """
    try:
        return importlib.import_module(f"ml.configs.{name}").CONFIG
    except ModuleNotFoundError as error:
        raise SystemExit(f"There is no recipe ml/configs/{name}.py.") from error
