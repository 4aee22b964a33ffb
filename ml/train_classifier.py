"""Trains the classifier: python -m ml.train_classifier --data DIR --out DIR"""

from pathlib import Path

import numpy as np

from ml.command_line import TrainingRun, run_from, training_parser
from ml.dataset import Record, in_split, load_boxes, load_frames
from ml.diagnoses import CODES, MALIGNANT_INDICES
from ml.memory import keep_memory
from ml.metrics import auc, balanced_accuracy
from ml.probabilities import softmax

STATISTICS_BATCHES = 60


def train_classifier(run: TrainingRun) -> Path:
    """Trains on the data's train split and judges each epoch on val by whole picture, crop, and both together.

    Returns:
        The file with the best weights.
    """
    records = run.start()
    from ml.batches import ClassifierBatches
    from ml.losses import balanced_softmax
    from ml.networks.backbone import freeze_statistics, measure_statistics
    from ml.networks.classifier import build_classifier, with_logits
    from ml.training import depth_factors, optimizer_for, train

    config = run.config
    settings = {"size": config.input_size, "batch_size": config.batch_size, "seed": config.seed}
    drawing = {"sampling_power": config.sampling_power, "mixup": config.mixup, "wear": config.wear}
    batches = ClassifierBatches(*_arrays(in_split(records, "train", run.limit)), augment=True, **drawing, **settings)
    shown = _arrays(in_split(records, "val", run.limit))
    views = {view: ClassifierBatches(*shown, augment=False, view=view, **settings) for view in ("whole", "crop")}
    network = run.build(
        build_classifier,
        backbone=config.backbone,
        dropout=config.dropout,
        freeze_batch_norm=False,
    )
    if run.init == "backbone" and config.statistics == "measured":
        measure_statistics(network, (batches[place][0] for place in range(min(len(batches), STATISTICS_BATCHES))))
    if run.init != "scratch":
        freeze_statistics(network)
    model = with_logits(network)
    factors = depth_factors(model, config.depth_decay)
    model.compile(
        optimizer_for(config, len(batches), factors, config.weight_decay),
        loss=balanced_softmax(batches.chance_per_class()),
        jit_compile=False,
    )

    def judge(trained) -> dict[str, float]:
        logits = {
            view: np.concatenate([trained.predict_on_batch(val[place][0]) for place in range(len(val))])
            for view, val in views.items()
        }
        return _figures(logits, shown[2])

    return train(model, batches, judge, config=config, out=run.out, resume=run.resume, kept=network)


def _figures(logits: dict[str, np.ndarray], labels: np.ndarray) -> dict[str, float]:
    """The first figure decides: three that matter, because each alone jumps with a handful of pictures."""
    bma = {view: balanced_accuracy(each.argmax(axis=1), labels, len(CODES)) for view, each in logits.items()}
    both = sum(logits.values()) / len(logits)
    given = softmax(both)
    figures = {
        "val_bma": balanced_accuracy(both.argmax(axis=1), labels, len(CODES)),
        "val_melanoma_auc": auc(given[:, CODES.index("mel")], labels == CODES.index("mel")),
        "val_malignant_auc": auc(given[:, MALIGNANT_INDICES].sum(axis=1), np.isin(labels, MALIGNANT_INDICES)),
    }
    return {
        "val_score": sum(figures.values()) / len(figures),
        **figures,
        **{f"val_bma_{view}": figure for view, figure in bma.items()},
        "val_accuracy": float((both.argmax(axis=1) == labels).mean()),
    }


def _arrays(records: list[Record]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return load_frames(records), load_boxes(records), np.array([record.label for record in records])


def main(arguments: list[str] | None = None) -> None:
    """Train, or go on with a training, and keep the best weights."""
    args = training_parser("Trains the classifier.", "classifier_v3").parse_args(arguments)
    print(f"Best weights: {train_classifier(run_from(args))}")


if __name__ == "__main__":
    keep_memory()
    main()
