"""How much must a picture suffer until it is refused, and is its mask still right there?

python -m ml.degrade --data DIR     prints it for pictures of val
"""

import argparse
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

from ml.errors import Unsuitable
from ml.quality import check_quality, measure_quality

PICTURES = 120


def blurred(frame: np.ndarray, sigma: float) -> np.ndarray:
    """Out of focus: a Gaussian of that many pixels of the frame. uint8 (height, width, 3) to the same."""
    return np.asarray(Image.fromarray(frame).filter(ImageFilter.GaussianBlur(sigma)))


def blurred_in_noise(frame: np.ndarray, sigma: float) -> np.ndarray:
    """Out of focus on a sensor with noise of two grey levels. uint8 (height, width, 3) to the same."""
    noise = np.random.default_rng(0).normal(0, 2, frame.shape)
    return np.clip(blurred(frame, sigma) + noise, 0, 255).astype(np.uint8)


def exposed(frame: np.ndarray, gain: float) -> np.ndarray:
    """With more or less light, clipped at white. uint8 (height, width, 3) to the same."""
    return np.clip(frame * gain, 0, 255).astype(np.uint8)


def flattened(frame: np.ndarray, contrast: float) -> np.ndarray:
    """With less contrast around the picture's mean. uint8 (height, width, 3) to the same."""
    middle = frame.mean()
    return np.clip(middle + (frame - middle) * contrast, 0, 255).astype(np.uint8)


DEGRADATIONS: tuple[tuple[str, Callable[[np.ndarray, float], np.ndarray], tuple[float, ...]], ...] = (
    ("blur, sigma in px of 224", blurred, (0.5, 1, 1.5, 2, 3, 4)),
    ("blur, then noise", blurred_in_noise, (0.5, 1, 2, 3, 4)),
    ("less light, gain", exposed, (0.5, 0.35, 0.25, 0.15)),
    ("more light, gain", exposed, (1.2, 1.5, 1.8, 2.4)),
    ("less contrast, factor", flattened, (0.4, 0.25, 0.15)),
)


def refused_part(frames: list[np.ndarray]) -> float:
    """Which part of the frames `check_quality` refuses, 0..1."""
    refused = 0
    for frame in frames:
        try:
            check_quality(measure_quality(frame))
        except Unsuitable:
            refused += 1
    return refused / len(frames)


def main() -> None:
    """Print the table."""
    from ml.dataset import data_folder, in_split, load_frames, load_masks, read_records
    from ml.keras_segmenter import KerasSegmenter
    from ml.manifest import WEIGHTS_FOLDER
    from ml.metrics import iou

    parser = argparse.ArgumentParser(description="Degrades pictures of val; prints how many are refused and the IoU.")
    parser.add_argument("--data", help="data folder; default: the environment variable SKINLESION_DATA")
    parser.add_argument("--limit", type=int, default=PICTURES, help="pictures of val, default %(default)s")
    args = parser.parse_args()
    records = in_split(read_records(data_folder(args.data)), "val", args.limit)
    frames, truths = load_frames(records), load_masks(records)
    segmenter = KerasSegmenter(WEIGHTS_FOLDER)
    print(f"{len(frames)} pictures of val; {segmenter.version}\n{'':28}refused     IoU   IoU below 0.65")
    for name, change, steps in (("as they are", exposed, (1,)), *DEGRADATIONS):
        for step in steps:
            changed = [change(frame, step) for frame in frames]
            overlap = iou(segmenter.masks_of(changed), truths)
            print(f"{name:24}{step:4g}{refused_part(changed):8.3f}{overlap.mean():8.3f}{(overlap < 0.65).mean():8.3f}")


if __name__ == "__main__":
    main()
