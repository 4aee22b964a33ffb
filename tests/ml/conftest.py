"""What the tests of the science share: the shipped pipeline, drawn pictures, a small data folder made of them."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ml.diagnoses import CODES
from ml.draw import draw_lesion
from ml.preprocess import squash


def as_file(picture: np.ndarray, kind: str = "PNG", **options) -> bytes:
    """The picture as the bytes of a file."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, kind, **options)
    return file.getvalue()


@pytest.fixture(scope="session")
def pipeline():
    """The pipeline with the shipped weights, loaded once."""
    from ml.pipeline import Pipeline

    return Pipeline.load()


@pytest.fixture
def eagerly():
    """Building the graph takes longer than a tiny training; without it every operation is the same one."""
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


@pytest.fixture(scope="session")
def drawn_jpegs() -> list[bytes]:
    """Six drawn pictures of 600 x 450 as JPEG files."""
    return [as_file(draw_lesion(seed)[0], "JPEG", quality=92) for seed in range(6)]


@pytest.fixture(scope="session")
def drawn_data(tmp_path_factory) -> Path:
    """A data folder of 28 drawn pictures: two for training, one for val, one for test of each diagnosis."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "images").mkdir()
    (folder / "masks").mkdir()
    with (folder / "metadata.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["lesion_id", "image_id", "dx", "split"])
        for number in range(28):
            name, split = f"DRAWN_{number:03}", ("train", "train", "val", "test")[number // 7]
            writer.writerow([f"LESION_{number:03}", name, CODES[number % 7], split])
            picture, mask = draw_lesion(number, (300, 225))
            Image.fromarray(squash(picture)).save(folder / "images" / f"{name}.jpg", quality=95)
            small = squash(mask.astype(np.uint8) * 255) > 127
            Image.fromarray(small.astype(np.uint8) * 255).convert("1").save(
                folder / "masks" / f"{name}_segmentation.png"
            )
    return folder
