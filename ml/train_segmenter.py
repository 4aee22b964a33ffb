"""Trains the segmenter: python -m ml.train_segmenter --data DIR --out DIR"""

from pathlib import Path

import numpy as np

from ml.command_line import backbone_file, run, seed_everything, training_parser
from ml.configs.fields import Config
from ml.dataset import check_splits, in_split, load_frames, load_masks, read_records
from ml.metrics import dice, iou
from ml.runtime import start_tensorflow


def train_segmenter(
    *, data: Path, out: Path, config: Config, init: str, resume: bool, limit: int | None, threads: int | None = None
) -> Path:
    """Trains a segmenter on the data's train split and judges each epoch by the mean IoU on val.

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
    from ml.batches import SegmenterBatches
    from ml.losses import overlap_loss
    from ml.networks.unet import build_unet
    from ml.training import optimizer_for, train

    parts = {split: in_split(records, split, limit) for split in ("train", "val")}
    settings = {"size": config.input_size, "batch_size": config.batch_size, "seed": config.seed}
    batches, val = (
        SegmenterBatches(load_frames(part), load_masks(part), augment=split == "train", **settings)
        for split, part in parts.items()
    )
    model = build_unet(config.input_size, backbone_file(data, init), freeze_batch_norm=init != "scratch")
    if init not in ("scratch", "backbone"):
        model.load_weights(init)
    model.compile(optimizer_for(config, len(batches)), loss=overlap_loss, jit_compile=False)

    def judge(network) -> dict[str, float]:
        overlaps, dices = [], []
        for pictures, masks in (val[place] for place in range(len(val))):
            found = np.asarray(network.predict_on_batch(pictures))[..., 0] > 0
            overlaps.extend(iou(found, masks[..., 0] > 0.5))
            dices.extend(dice(found, masks[..., 0] > 0.5))
        return {"val_iou": float(np.mean(overlaps)), "val_dice": float(np.mean(dices))}

    return train(model, batches, judge, config=config, out=out, resume=resume)


def main(arguments: list[str] | None = None) -> None:
    run(train_segmenter, training_parser("Trains the segmenter.", "segmenter_v1").parse_args(arguments))


if __name__ == "__main__":
    main()
