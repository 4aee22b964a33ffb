"""Is the picture fit to be judged? Each way to be unfit has its own code, its own sentence and a measured threshold.

python -m ml.quality --data DIR     prints what the pictures of val measure
"""

import argparse

import numpy as np
from PIL import Image

from ml.errors import Unsuitable
from ml.preprocess import FRAME_SIZE, squash

# In pixels of the picture as uploaded. Everything is judged on 224 x 224; half of that is the least that can be
# enlarged to it and still show structures.
SMALLEST_SIDE = 112

# All 1,514 pictures of val pass. What they measure, and what it takes until a picture is refused, is printed by the
# command above and written down in docs/gate.md. Light limits lie far from val: dark skin must not be taken for a dark
# picture, and val shows little of it.
DARKEST = 50.0  # val 99 .. 242; a typical picture of val passes until its light is divided by 3.5
BRIGHTEST = 248.0
LEAST_CONTRAST = 20.0  # val 28.8 .. 233
LEAST_SHARPNESS = 12.0  # val 12.8 .. 185

# Of 1,514 lesions found on val none has more than 0.38 of its outline against the frame, unless it fills the view.
LARGEST_PART_AT_BORDER = 0.40
FILLS_THE_VIEW = 0.60

# Faults with which nothing is to be seen, so that nothing can be said about what the picture shows.
BLINDING = ("too_small", "too_dark", "no_contrast")

SENTENCES: dict[str, str] = {
    "too_small": f"The picture is too small: its shorter side must have at least {SMALLEST_SIDE} pixels.",
    "too_dark": "The picture is too dark to be judged. Please take it again with more light.",
    "too_bright": "The picture is overexposed. Please take it again with less light.",
    "no_contrast": "The picture shows almost no contrast, so no lesion can be told from the skin.",
    "too_blurred": "The picture is too blurred to be judged. Please take it again in focus.",
    "cut_by_border": "Most of the lesion's outline lies outside the picture. Please take it again with the whole "
    "lesion in view.",
    "not_dermoscopic": "This picture does not look like a dermoscopic picture. Please upload one taken through a "
    "dermatoscope.",
    "no_lesion_found": "No lesion was found in the picture.",
}


def measure_quality(picture: np.ndarray, shorter_side: int | None = None) -> dict[str, float]:
    """What the checks look at.

    Everything but the size is measured on the squashed picture, because that is what the networks see: twelve
    megapixels do not help a picture that was taken out of focus, nor does a softness of some of their pixels harm it.

    Args:
        picture: uint8 (height, width, 3), perhaps already reduced.
        shorter_side: in pixels, of the picture as it came; None where it is this one.

    Returns:
        shorter_side_px: of the picture as it came. brightness: upper quartile of the luminance, 0..255; a dark ring
        around a round lens does not darken it. contrast: distance between its 2nd and 98th percentile, 0..255.
        sharpness: 99th percentile of the absolute Laplacian of the luminance at 112 x 112, in grey levels: the
        strongest edges tell focus, and noise, which would sharpen a blurred picture, is averaged away before.

    Source: sharpness after Pech-Pacheco et al. 2000, Diatom autofocusing in brightfield microscopy (ICPR).
    """
    luminance = np.asarray(Image.fromarray(squash(picture)).convert("L"))
    # Percentiles of whole grey levels come from a histogram ten times as fast as from sorting.
    reached = np.cumsum(np.bincount(luminance.ravel(), minlength=256))
    low, quartile, high = np.searchsorted(reached, np.array([0.02, 0.75, 0.98]) * luminance.size)
    half = FRAME_SIZE // 2
    coarse = luminance.reshape(half, 2, half, 2).mean(axis=(1, 3), dtype=np.float32)
    around = coarse[:-2, 1:-1] + coarse[2:, 1:-1] + coarse[1:-1, :-2] + coarse[1:-1, 2:]
    return {
        "shorter_side_px": float(shorter_side or min(picture.shape[:2])),
        "brightness": float(quartile),
        "contrast": float(high - low),
        "sharpness": float(np.percentile(np.abs(around - 4 * coarse[1:-1, 1:-1]), 99)),
    }


def quality_faults(measured: dict[str, float]) -> list[str]:
    """What is wrong with the picture, the code of each fault.

    Args:
        measured: what `measure_quality` gave.

    Returns:
        Of too_small, too_dark, too_bright, no_contrast and too_blurred those that hold, in this order.
    """
    faults = {
        "too_small": measured["shorter_side_px"] < SMALLEST_SIDE,
        "too_dark": measured["brightness"] < DARKEST,
        "too_bright": measured["brightness"] > BRIGHTEST,
        "no_contrast": measured["contrast"] < LEAST_CONTRAST,
        "too_blurred": measured["sharpness"] < LEAST_SHARPNESS,
    }
    return [code for code, holds in faults.items() if holds]


def check_quality(measured: dict[str, float]) -> None:
    """Refuses what cannot be judged, for its first fault.

    Args:
        measured: what `measure_quality` gave.

    Raises:
        Unsuitable: a code of `quality_faults`.
    """
    for code in quality_faults(measured):
        raise unsuitable(code)


def measure_border(mask: np.ndarray) -> dict[str, float]:
    """How the lesion lies in the frame.

    Args:
        mask: bool (height, width), of one lesion.

    Returns:
        border_fraction: part of the outline's pixels that lie against the frame, 0..1; a circle of which half is
        outside has 2 / (2 + pi) = 0.39. view_fraction: part of the picture that the lesion covers, 0..1. Both 0.0 for
        an empty mask.
    """
    padded = np.pad(mask, 1)
    inside = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    outline = int((mask & ~inside).sum())
    at_frame = int(mask[[0, -1]].sum() + mask[1:-1, [0, -1]].sum())
    return {"border_fraction": at_frame / max(outline, 1), "view_fraction": float(mask.mean())}


def border_faults(measured: dict[str, float]) -> list[str]:
    """Whether the picture shows a part of the lesion only.

    A lesion that fills the view is something else: there is no way to take it whole through the same lens.

    Args:
        measured: what `measure_border` gave.

    Returns:
        cut_by_border, or nothing.
    """
    cut = measured["view_fraction"] < FILLS_THE_VIEW and measured["border_fraction"] > LARGEST_PART_AT_BORDER
    return ["cut_by_border"] if cut else []


def check_border(measured: dict[str, float]) -> None:
    """Refuses a lesion of which the picture shows a part only.

    Args:
        measured: what `measure_border` gave.

    Raises:
        Unsuitable: cut_by_border.
    """
    for code in border_faults(measured):
        raise unsuitable(code)


def unsuitable(code: str) -> Unsuitable:
    """The refusal of that code, with its sentence."""
    return Unsuitable(code, SENTENCES[code])


def main() -> None:
    """Print the percentiles from which the limits above were read."""
    from ml.dataset import data_folder, in_split, load_frames, load_masks, read_records

    parser = argparse.ArgumentParser(description="Prints what the pictures of val measure.")
    parser.add_argument("--data", help="data folder; default: the environment variable SKINLESION_DATA")
    records = in_split(read_records(data_folder(parser.parse_args().data)), "val")
    pictures = zip(load_frames(records), load_masks(records), strict=True)
    measured = [{**measure_quality(frame), **measure_border(mask)} for frame, mask in pictures]
    points = (0, 0.1, 0.5, 1, 50, 99, 99.5, 99.9, 100)
    print("percentile".ljust(16) + "".join(f"{point:>9}" for point in points))
    for name in measured[0]:
        values = np.percentile([row[name] for row in measured], points)
        print(name.ljust(16) + "".join(f"{value:9.2f}" for value in values))


if __name__ == "__main__":
    main()
