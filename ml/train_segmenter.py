"""Trains the segmenter: python -m ml.train_segmenter --data DIR --out DIR"""

from pathlib import Path

import numpy as np

from ml.command_line import TrainingRun, run_from, training_parser
from ml.dataset import in_split, load_frames, load_masks
from ml.memory import keep_memory
from ml.metrics import dice, iou


def train_segmenter(run: TrainingRun) -> Path:
    """Trains on the data's train split and judges each epoch by the mean IoU on val.

    Returns:
        The file with the best weights.
    """
    records = run.start(labelled=False)
    from ml.batches import SegmenterBatches
    from ml.losses import overlap_loss
    from ml.networks.unet import build_unet
    from ml.training import optimizer_for, train

    config = run.config
    settings = {"size": config.input_size, "batch_size": config.batch_size, "seed": config.seed}
    batches, val = (
        SegmenterBatches(load_frames(part), load_masks(part), augment=split == "train", **settings)
        for split, part in ((split, in_split(records, split, run.limit)) for split in ("train", "val"))
    )
    model = run.build(build_unet)
    model.compile(optimizer_for(config, len(batches)), loss=overlap_loss, jit_compile=False)

    def judge(network) -> dict[str, float]:
        overlaps, dices = [], []
        for pictures, masks in (val[place] for place in range(len(val))):
            found = np.asarray(network.predict_on_batch(pictures))[..., 0] > 0
            overlaps.extend(iou(found, masks[..., 0] > 0.5))
            dices.extend(dice(found, masks[..., 0] > 0.5))
        return {"val_iou": float(np.mean(overlaps)), "val_dice": float(np.mean(dices))}

    return train(model, batches, judge, config=config, out=run.out, resume=run.resume)


def main(arguments: list[str] | None = None) -> None:
    """Train, or go on with a training, and keep the best weights."""
    args = training_parser("Trains the segmenter.", "segmenter_v1").parse_args(arguments)
    print(f"Best weights: {train_segmenter(run_from(args))}")


if __name__ == "__main__":
    keep_memory()
    main()
