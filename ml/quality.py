"""Is the picture fit to be judged? Each way to be unfit has its own code, its own sentence and a measured threshold.

python -m ml.quality --data DIR     prints what the pictures of val measure
"""

import argparse

import numpy as np

from ml.errors import Unsuitable
from ml.preprocess import squash

# In pixels of the picture as uploaded. Everything is judged on 224 x 224; half of that is the least that can be
# enlarged to it and still show structures.
SMALLEST_SIDE = 112

# All 1,514 pictures of val pass: they measure 81..222, 28.8..233 and 7.0..4942 (see the command above). The darkest is
# far below, because dark skin must not be taken for a dark picture, and val shows little of it.
DARKEST = 40.0
BRIGHTEST = 235.0
LEAST_CONTRAST = 20.0
LEAST_SHARPNESS = 4.0

SENTENCES: dict[str, str] = {
    "too_small": f"The picture is too small: its shorter side must have at least {SMALLEST_SIDE} pixels.",
    "too_dark": "The picture is too dark to be judged. Please take it again with more light.",
    "too_bright": "The picture is overexposed. Please take it again with less light.",
    "no_contrast": "The picture shows almost no contrast, so no lesion can be told from the skin.",
    "too_blurred": "The picture is too blurred to be judged. Please take it again in focus.",
    "no_lesion_found": "No lesion was found in the picture.",
}


def measure_quality(picture: np.ndarray) -> dict[str, float]:
    """What the checks look at.

    Args:
        picture: uint8 (height, width, 3).

    Returns:
        shorter_side_px: of the picture as given. brightness: mean luminance of the squashed picture, 0..255.
        contrast: distance between its 2nd and 98th percentile, 0..255. sharpness: variance of the Laplacian of the
        luminance, in squared grey levels.

    Source: sharpness: Pech-Pacheco et al. 2000, Diatom autofocusing in brightfield microscopy (ICPR).
    """
    luminance = squash(picture).astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    low, high = np.percentile(luminance, [2, 98])
    around = luminance[:-2, 1:-1] + luminance[2:, 1:-1] + luminance[1:-1, :-2] + luminance[1:-1, 2:]
    return {
        "shorter_side_px": float(min(picture.shape[:2])),
        "brightness": float(luminance.mean()),
        "contrast": float(high - low),
        "sharpness": float((around - 4 * luminance[1:-1, 1:-1]).var()),
    }


def check_quality(measured: dict[str, float]) -> None:
    """Refuses what cannot be judged.

    Args:
        measured: what `measure_quality` gave.

    Raises:
        Unsuitable: too_small, too_dark, too_bright, no_contrast or too_blurred.
    """
    if measured["shorter_side_px"] < SMALLEST_SIDE:
        raise unsuitable("too_small")
    if measured["brightness"] < DARKEST:
        raise unsuitable("too_dark")
    if measured["brightness"] > BRIGHTEST:
        raise unsuitable("too_bright")
    if measured["contrast"] < LEAST_CONTRAST:
        raise unsuitable("no_contrast")
    if measured["sharpness"] < LEAST_SHARPNESS:
        raise unsuitable("too_blurred")


def unsuitable(code: str) -> Unsuitable:
    """The refusal of that code, with its sentence."""
    return Unsuitable(code, SENTENCES[code])


def main() -> None:
    """Print the percentiles from which the limits above were read."""
    from ml.dataset import data_folder, in_split, load_frames, read_records

    parser = argparse.ArgumentParser(description="Prints what the pictures of val measure.")
    parser.add_argument("--data", help="data folder; default: the environment variable SKINLESION_DATA")
    records = in_split(read_records(data_folder(parser.parse_args().data)), "val")
    measured = [measure_quality(frame) for frame in load_frames(records)]
    points = (0, 0.1, 0.5, 1, 50, 99, 99.5, 99.9, 100)
    print("percentile".ljust(16) + "".join(f"{point:>9}" for point in points))
    for name in measured[0]:
        values = np.percentile([row[name] for row in measured], points)
        print(name.ljust(16) + "".join(f"{value:9.1f}" for value in values))


if __name__ == "__main__":
    main()
