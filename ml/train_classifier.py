"""Trains the classifier: python -m ml.train_classifier --data DIR --out DIR"""

from pathlib import Path

import numpy as np

from ml.command_line import TrainingRun, run_from, training_parser
from ml.dataset import Record, in_split, load_boxes, load_frames
from ml.diagnoses import CODES, MALIGNANT_INDICES
from ml.memory import keep_memory
from ml.metrics import auc, balanced_accuracy


def train_classifier(run: TrainingRun) -> Path:
    """Trains on the data's train split and judges each epoch by the balanced accuracy on val.

    Returns:
        The file with the best weights.
    """
    records = run.start()
    from ml.batches import ClassifierBatches
    from ml.networks.classifier import build_classifier
    from ml.training import optimizer_for, train

    config = run.config
    settings = {"size": config.input_size, "batch_size": config.batch_size, "seed": config.seed}
    balance = {"sampling_power": config.sampling_power, "weight_power": config.weight_power}
    train_part, val_part = (in_split(records, split, run.limit) for split in ("train", "val"))
    batches = ClassifierBatches(*_arrays(train_part), augment=True, **balance, **settings)
    val = ClassifierBatches(*_arrays(val_part), augment=False, **settings)
    model = run.build(build_classifier, dropout=config.dropout)
    model.compile(optimizer_for(config, len(batches)), loss="categorical_crossentropy", jit_compile=False)

    def judge(network) -> dict[str, float]:
        given = np.concatenate([network.predict_on_batch(val[place][0]) for place in range(len(val))])
        malignant = np.isin(val.labels, MALIGNANT_INDICES)
        return {
            "val_bma": balanced_accuracy(given.argmax(axis=1), val.labels, len(CODES)),
            "val_melanoma_auc": auc(given[:, CODES.index("mel")], val.labels == CODES.index("mel")),
            "val_malignant_auc": auc(given[:, MALIGNANT_INDICES].sum(axis=1), malignant),
            "val_accuracy": float((given.argmax(axis=1) == val.labels).mean()),
        }

    return train(model, batches, judge, config=config, out=run.out, resume=run.resume)


def _arrays(records: list[Record]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return load_frames(records), load_boxes(records), np.array([record.label for record in records])


def main(arguments: list[str] | None = None) -> None:
    """Train, or go on with a training, and keep the best weights."""
    args = training_parser("Trains the classifier.", "classifier_v1").parse_args(arguments)
    print(f"Best weights: {train_classifier(run_from(args))}")


if __name__ == "__main__":
    keep_memory()
    main()
