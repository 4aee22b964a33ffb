"""Trains the classifier: python -m ml.train_classifier --data DIR --out DIR"""

from pathlib import Path

import numpy as np

from ml.command_line import backbone_file, run, seed_everything, training_parser
from ml.configs.fields import ClassifierConfig
from ml.dataset import check_splits, in_split, load_boxes, load_frames, read_records
from ml.diagnoses import CODES, MALIGNANT_INDICES
from ml.metrics import auc, balanced_accuracy
from ml.runtime import start_tensorflow


def train_classifier(
    *,
    data: Path,
    out: Path,
    config: ClassifierConfig,
    init: str,
    resume: bool,
    limit: int | None,
    threads: int | None = None,
) -> Path:
    """Trains a classifier on the data's train split and judges each epoch by the balanced accuracy on val.

    Args:
        data: folder with metadata.csv.
        out: folder for weights, checkpoint and log.
        config: the recipe.
        init: "scratch", "backbone" or the path of weights to fine-tune.
        resume: go on from the checkpoint in `out`.
        limit: pictures per split, None for all.
        threads: processor threads, see `ml.runtime`.

    Returns:
        The file with the best weights.
    """
    records = read_records(data)
    check_splits(records)
    start_tensorflow(threads)
    seed_everything(config.seed)
    from ml.batches import ClassifierBatches
    from ml.networks.classifier import build_classifier
    from ml.training import optimizer_for, train

    settings = {"size": config.input_size, "batch_size": config.batch_size, "seed": config.seed}
    part = in_split(records, "train", limit)
    batches = ClassifierBatches(
        *_arrays(part),
        sampling_power=config.sampling_power,
        weight_power=config.weight_power,
        augment=True,
        **settings,
    )
    val = ClassifierBatches(*_arrays(in_split(records, "val", limit)), augment=False, **settings)
    model = build_classifier(
        config.input_size, backbone_file(data, init), freeze_batch_norm=init != "scratch", dropout=config.dropout
    )
    if init not in ("scratch", "backbone"):
        model.load_weights(init)
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

    return train(model, batches, judge, config=config, out=out, resume=resume)


def _arrays(records) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return load_frames(records), load_boxes(records), np.array([record.label for record in records])


def main(arguments: list[str] | None = None) -> None:
    run(train_classifier, training_parser("Trains the classifier.", "classifier_v1").parse_args(arguments))


if __name__ == "__main__":
    main()
